package ca.rocketreception.http;

import ca.rocketreception.domain.OpeningHours;
import ca.rocketreception.domain.ReceptionSwitch;
import ca.rocketreception.ports.driving.SwitchingReception;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Switches a business's receptionist on and off. */
final class SwitchDoor {

  private final SwitchingReception switching;

  SwitchDoor(SwitchingReception switching) {
    this.switching = switching;
  }

  void open(Routes routes) {
    String path = "/v1/subscribers/{slug}/switch";
    routes.read(path, Access.KEY, this::read).put(path, Access.CHANGE, this::set);
  }

  private void read(Context request) {
    Query.of(request);
    request.json(Shows.of(switching.read(Identity.key(request), Places.slug(request))));
  }

  private void set(Context request) {
    Members wanted = Members.of(request, "mode", "until", "hours");
    ReceptionSwitch next =
        new ReceptionSwitch(
            wanted
                .oneOf("mode", ReceptionSwitch.Mode.class)
                .orElseThrow(() -> wanted.missing("mode")),
            wanted.instant("until"),
            ArrangingDoor.week(wanted, "hours"));
    request.json(Shows.of(switching.set(Asking.of(request, Places.slug(request)), next)));
  }

  record Shows(
      ReceptionSwitch.Mode mode, Optional<Instant> until, List<Shown.Open> hours, boolean answers) {

    static Shows of(SwitchingReception.Set set) {
      List<OpeningHours> hours = set.how().hours();
      return new Shows(
          set.how().mode(),
          set.how().until(),
          hours.stream().map(Shown.Open::of).toList(),
          set.answers());
    }
  }
}
