package ca.rocketreception.http.routing;

import ca.rocketreception.domain.routing.ReceptionSwitch;
import ca.rocketreception.http.business.ArrangingDoor;
import ca.rocketreception.http.request.Access;
import ca.rocketreception.http.request.Asking;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Members;
import ca.rocketreception.http.request.Places;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.request.Routes;
import ca.rocketreception.http.request.Tags;
import ca.rocketreception.http.shown.Shown;
import ca.rocketreception.ports.driving.routing.SwitchingReception;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Switches a business's receptionist on and off. */
public final class SwitchDoor {

  private final SwitchingReception switching;

  public SwitchDoor(SwitchingReception switching) {
    this.switching = switching;
  }

  public void open(Routes routes) {
    String path = "/v1/subscribers/{slug}/switch";
    routes.read(path, Access.KEY, this::read).put(path, Access.CHANGE, this::set);
  }

  private void read(Context request) {
    Query.of(request);
    show(request, switching.read(Identity.key(request), Places.slug(request)));
  }

  /** Whether it answers changes with the time, and is no part of its tag. */
  private static void show(Context request, SwitchingReception.Set set) {
    Tags.show(request, Shows.of(set.how(), set.answers()), Shows.of(set.how(), false));
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
    show(
        request,
        switching.set(
            Asking.of(request, Places.slug(request)),
            next,
            Tags.expected(request, now -> Optional.of(Shows.of(now, false)))));
  }

  record Shows(
      ReceptionSwitch.Mode mode, Optional<Instant> until, List<Shown.Open> hours, boolean answers) {

    static Shows of(ReceptionSwitch how, boolean answers) {
      return new Shows(
          how.mode(), how.until(), how.hours().stream().map(Shown.Open::of).toList(), answers);
    }
  }
}
