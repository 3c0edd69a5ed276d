package ca.rocketreception.ports.driven.routing;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.routing.ReceptionSwitch;
import ca.rocketreception.ports.driven.Together;
import ca.rocketreception.ports.driven.access.AuditTrails;
import ca.rocketreception.ports.driven.business.Subscribers;
import ca.rocketreception.ports.driven.business.SubscribersContract;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every store of switches must do. */
public interface ReceptionSwitchesContract {

  Subscribers subscribers();

  ReceptionSwitches switches();

  AuditTrails trails();

  private ReceptionSwitch set(SubscriberId subscriber, ReceptionSwitch next) {
    return switches().change(subscriber, now -> next, entry(subscriber));
  }

  private static AuditEntry entry(SubscriberId subscriber) {
    return new AuditEntry(subscriber, Samples.MONDAY_MORNING, "test", "switched reception", "x");
  }

  @Test
  default void whatWasSwitchedStandsInTheTrailBeforeAndAfter() {
    SubscriberId dentist = SubscribersContract.stored(subscribers(), Samples.aDentist()).id();
    ReceptionSwitch nights =
        new ReceptionSwitch(
            ReceptionSwitch.Mode.SCHEDULE,
            Optional.empty(),
            List.of(new OpeningHours(DayOfWeek.FRIDAY, LocalTime.of(17, 0), LocalTime.of(9, 0))));
    set(dentist, nights);
    int before = trails().page(dentist, 10, Optional.empty()).size();

    set(dentist, nights);
    assertThat(trails().page(dentist, 10, Optional.empty())).as("nothing differs").hasSize(before);
    set(dentist, ReceptionSwitch.ON);

    AuditEntry last = trails().page(dentist, 1, Optional.empty()).getFirst().entry();
    assertThat(last.before())
        .isEqualTo("switched by a schedule of 1 hours\nhours FRIDAY 17:00-09:00");
    assertThat(last.after()).isEqualTo("switched on");
  }

  @Test
  default void ofManyWhoChangeWhatTheySawOneWins() {
    SubscriberId dentist = SubscribersContract.stored(subscribers(), Samples.aDentist()).id();
    AtomicInteger won = new AtomicInteger();

    Together.run(
        8,
        place -> {
          ReceptionSwitch mine =
              new ReceptionSwitch(
                  ReceptionSwitch.Mode.OFF,
                  Optional.of(Samples.MONDAY_MORNING.plusSeconds(place)),
                  List.of());
          try {
            switches()
                .change(
                    dentist,
                    now -> {
                      if (!now.equals(ReceptionSwitch.ON)) {
                        throw new Refusal.Stale("Not on", "Read it again.");
                      }
                      return mine;
                    },
                    entry(dentist));
            won.incrementAndGet();
          } catch (Refusal.Stale late) {
            assertThat(switches().of(dentist)).isNotEqualTo(mine);
          }
        });

    assertThat(won).hasValue(1);
  }

  @Test
  default void aSwitchIsOnUntilItIsSetAndThenAsItWasSetLast() {
    SubscriberId dentist = SubscribersContract.stored(subscribers(), Samples.aDentist()).id();
    SubscriberId front = SubscribersContract.stored(subscribers(), Samples.aFront()).id();
    ReceptionSwitch off =
        new ReceptionSwitch(
            ReceptionSwitch.Mode.OFF, Optional.of(Samples.MONDAY_MORNING), List.of());
    ReceptionSwitch nights =
        new ReceptionSwitch(
            ReceptionSwitch.Mode.SCHEDULE,
            Optional.empty(),
            Samples.weekdays(LocalTime.of(17, 0), LocalTime.of(23, 30)));

    assertThat(switches().of(dentist)).isEqualTo(ReceptionSwitch.ON);
    set(dentist, off);
    assertThat(switches().of(dentist)).isEqualTo(off);
    set(dentist, nights);
    set(dentist, nights);
    assertThat(switches().of(dentist)).isEqualTo(nights);
    assertThat(switches().of(front)).as("nobody else's").isEqualTo(ReceptionSwitch.ON);
    assertThat(switches().all()).isEqualTo(Map.of(dentist, nights));
    set(dentist, ReceptionSwitch.ON);
    assertThat(switches().of(dentist)).isEqualTo(ReceptionSwitch.ON);
    assertThat(switches().all()).isEmpty();
  }
}
