package ca.rocketreception.ports.driven;

import static org.assertj.core.api.Assertions.assertThat;

import ca.rocketreception.domain.ReceptionSwitch;
import ca.rocketreception.domain.Samples;
import ca.rocketreception.domain.SubscriberId;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store of switches must do. */
public interface ReceptionSwitchesContract {

  Subscribers subscribers();

  ReceptionSwitches switches();

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
    switches().put(dentist, off);
    assertThat(switches().of(dentist)).isEqualTo(off);
    switches().put(dentist, nights);
    switches().put(dentist, nights);
    assertThat(switches().of(dentist)).isEqualTo(nights);
    assertThat(switches().of(front)).as("nobody else's").isEqualTo(ReceptionSwitch.ON);
    assertThat(switches().all()).isEqualTo(Map.of(dentist, nights));
    switches().put(dentist, ReceptionSwitch.ON);
    assertThat(switches().of(dentist)).isEqualTo(ReceptionSwitch.ON);
    assertThat(switches().all()).isEmpty();
  }
}
