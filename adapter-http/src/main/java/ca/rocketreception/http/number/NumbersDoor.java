package ca.rocketreception.http.number;

import ca.rocketreception.domain.number.NumberChain;
import ca.rocketreception.domain.number.NumberConnection;
import ca.rocketreception.domain.number.NumberLink;
import ca.rocketreception.domain.number.NumberStep;
import ca.rocketreception.domain.number.NumberWay;
import ca.rocketreception.http.request.Access;
import ca.rocketreception.http.request.Asking;
import ca.rocketreception.http.request.Identity;
import ca.rocketreception.http.request.Members;
import ca.rocketreception.http.request.Places;
import ca.rocketreception.http.request.Query;
import ca.rocketreception.http.request.Routes;
import ca.rocketreception.http.shown.Shown;
import ca.rocketreception.ports.driven.number.PhoneNumbers;
import ca.rocketreception.ports.driving.number.ConnectingNumbers;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Connects numbers from the carrier to our answer, and shows whether they still are. */
public final class NumbersDoor {

  private static final int MOST = 50;
  private static final int USUAL = 10;

  private final ConnectingNumbers connecting;

  public NumbersDoor(ConnectingNumbers connecting) {
    this.connecting = connecting;
  }

  public void open(Routes routes) {
    String number = "/v1/subscribers/{slug}/numbers/{number}";
    routes
        .read("/v1/numbers-for-sale", Access.OPERATOR, this::search)
        .read(number + "/connection", Access.OPERATOR, this::connection)
        .post(number + "/connect", Access.OPERATOR_CHANGE, this::connect)
        .post(number + "/check", Access.OPERATOR_CHANGE, this::check)
        .post(number + "/release", Access.OPERATOR_CHANGE, this::release);
  }

  private void search(Context request) {
    Query query = Query.of(request, "country", "areaCode", "limit");
    request.json(
        new Shown.Page<>(
            connecting
                .search(
                    Identity.key(request),
                    query.text("country").orElse("CA"),
                    query
                        .wholeNumber("areaCode", 100, 999)
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty),
                    query.limit(MOST, USUAL))
                .stream()
                .map(ForSale::of)
                .toList(),
            Optional.empty()));
  }

  private void connection(Context request) {
    Query.of(request);
    request.json(
        Connection.of(
            connecting.look(Identity.key(request), Places.slug(request), Places.number(request))));
  }

  private void connect(Context request) {
    Members wanted = Members.of(request, "way", "ownTrunk", "shared");
    request.json(
        Connection.of(
            connecting.connect(
                Asking.of(request, Places.slug(request)),
                new ConnectingNumbers.Wanted(
                    Places.number(request),
                    wanted.oneOf("way", NumberWay.class).orElse(NumberWay.TWILIO),
                    wanted.flag("ownTrunk").orElse(false),
                    wanted.flag("shared").orElse(false)))));
  }

  private void check(Context request) {
    Query.of(request);
    request.json(
        Connection.of(
            connecting.check(Identity.key(request), Places.slug(request), Places.number(request))));
  }

  private void release(Context request) {
    Members wanted = Members.of(request, "giveBack");
    request.json(
        Connection.of(
            connecting.release(
                Asking.of(request, Places.slug(request)),
                Places.number(request),
                wanted.flag("giveBack").orElse(false))));
  }

  record ForSale(
      String number, String locality, String region, String country, String addressRequirement) {

    static ForSale of(PhoneNumbers.ForSale one) {
      return new ForSale(
          one.number().e164(),
          one.locality(),
          one.region(),
          one.country(),
          one.addressRequirement());
    }
  }

  record Connection(
      String number,
      NumberWay way,
      boolean ownTrunk,
      NumberConnection.State state,
      List<Step> steps,
      Optional<Chain> chain) {

    static Connection of(ConnectingNumbers.Looked looked) {
      NumberConnection connection = looked.connection();
      return new Connection(
          connection.number().e164(),
          connection.way(),
          connection.ownTrunk(),
          connection.state(),
          connection.steps().stream().map(step -> Step.of(step, connection.taken(step))).toList(),
          looked.chain().map(Chain::of));
    }
  }

  /** Of a step that was not begun, all but its name is null. */
  record Step(
      NumberStep step,
      Optional<NumberConnection.Progress> progress,
      Optional<Boolean> made,
      Optional<String> providerId,
      Optional<String> problem,
      Optional<Instant> at) {

    static Step of(NumberStep step, Optional<NumberConnection.Taken> taken) {
      return new Step(
          step,
          taken.map(NumberConnection.Taken::progress),
          taken.map(NumberConnection.Taken::made),
          taken.flatMap(NumberConnection.Taken::providerId),
          taken.flatMap(NumberConnection.Taken::problem),
          taken.map(NumberConnection.Taken::at));
    }
  }

  record Chain(Instant checkedAt, boolean holds, List<Link> links) {

    static Chain of(NumberChain chain) {
      return new Chain(
          chain.checkedAt(), chain.holds(), chain.links().stream().map(Link::of).toList());
    }
  }

  record Link(NumberLink.Kind kind, NumberLink.State state, String found, Optional<String> cure) {

    static Link of(NumberLink link) {
      return new Link(
          link.kind(),
          link.state(),
          link.found(),
          Optional.of(link.cure()).filter(text -> !text.isEmpty()));
    }
  }
}
