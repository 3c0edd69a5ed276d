package ca.rocketreception.http.problem;

import ca.rocketreception.domain.Refusal;
import ca.rocketreception.http.limit.Budget;
import ca.rocketreception.http.limit.RateLimits;
import ca.rocketreception.http.limit.TokenBuckets;
import ca.rocketreception.http.request.Access;
import ca.rocketreception.http.request.Bodies;
import ca.rocketreception.http.request.Trace;
import ca.rocketreception.ports.driving.LogThrottle;
import ca.rocketreception.ports.driving.Wordless;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong into a problem answer, in one place. */
public final class Problems {

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final LogThrottle UNAVAILABLE = new LogThrottle();

  private Problems() {}

  static Problem of(Refusal refusal) {
    String detail = refusal.getMessage();
    String cure = refusal.cure();
    return switch (refusal) {
      case Refusal.Invalid invalid ->
          new Problem(
              400,
              "invalid",
              "A value is not right",
              detail,
              Optional.of(invalid.field()),
              Optional.of(cure));
      case Refusal.TooLong _ -> new Problem(413, "too-large", "Too large", detail, cure);
      case Refusal.Unauthenticated _ ->
          new Problem(401, "unauthenticated", "Not known who is asking", detail, cure);
      case Refusal.Forbidden _ -> new Problem(403, "forbidden", "Not allowed", detail, cure);
      case Refusal.NotFound _ -> new Problem(404, "not-found", "Not there", detail, cure);
      case Refusal.Conflict _ ->
          new Problem(409, "conflict", "Contradicts what is there", detail, cure);
      case Refusal.Stale _ -> new Problem(412, "stale", "Changed meanwhile", detail, cure);
      case Refusal.Reused _ -> new Problem(422, "reused", "Used for something else", detail, cure);
      case Refusal.Unavailable _ ->
          new Problem(503, "unavailable", "Cannot be done now", detail, cure);
      case Refusal.ProviderFailed _ ->
          new Problem(502, "provider-failed", "A provider did not do it", detail, cure);
    };
  }

  /** For what the web libraries refuse: only the status is known. */
  static Problem of(int status) {
    return switch (status) {
      case 400 ->
          new Problem(
              400,
              "bad-request",
              "Bad Request",
              "The request is not as HTTP wants it, or its path holds an encoded slash, backslash,"
                  + " percent sign or dot",
              "Encode the address anew, and leave these signs out of names.");
      case 404 ->
          new Problem(
              404, "not-found", "Not there", "There is nothing at this address", "Check the path.");
      case 405 ->
          new Problem(
              405,
              "method-not-allowed",
              "Not done this way",
              "The address is right and the method is not",
              "Use one of the methods in the header Allow.");
      case 503 ->
          new Problem(
              503,
              "unavailable",
              "Cannot be done now",
              "The server is stopping or overloaded",
              "Repeat the same request in a few seconds.");
      default -> plain(status);
    };
  }

  static Problem tooLarge(int most) {
    return new Problem(
        413,
        "too-large",
        "Too large",
        "The body has more than " + most + " bytes",
        "Send less at once.");
  }

  private static Problem tooMany(long seconds) {
    return new Problem(
        429,
        "too-many",
        "Too many",
        "There were too many requests",
        "Repeat the same request in " + seconds + " seconds.");
  }

  static Problem tooSlow() {
    return new Problem(
        408,
        "too-slow",
        "Too slow",
        "The body did not come in time",
        "Send it again, all at once.");
  }

  private static Problem spent() {
    return new Problem(
        503,
        "unavailable",
        "Cannot be done now",
        "The server holds as much at once as it can",
        "Repeat the same request in a few seconds.");
  }

  public static void answer(RateLimits.TooMany tooMany, Context context) {
    context.header("Retry-After", Long.toString(tooMany.seconds()));
    write(
        new Problem(
            429,
            "too-many-requests",
            "Too many requests",
            "This API key may ask "
                + tooMany.rate().perSecond()
                + " times a second, and "
                + tooMany.rate().burst()
                + " times at once after a silence",
            "Ask again in as many seconds as the header Retry-After says."),
        context);
  }

  public static void answer(Refusal refusal, Context context) {
    Problem problem = of(refusal);
    if (problem.status() == 401 && Access.anyNeedsKey(context.routeRoles())) {
      context.header("WWW-Authenticate", "Bearer realm=\"rocket-reception\"");
    }
    if (problem.status() == 503 && UNAVAILABLE.admits(System.nanoTime() / 1_000_000)) {
      LOG.warn("Unavailable: {} ({})", refusal.getMessage(), String.valueOf(refusal.getCause()));
    }
    write(problem, context);
  }

  public static void answer(HttpResponseException refused, Context context) {
    if (refused instanceof MethodNotAllowedResponse) {
      context.header("Allow", String.join(", ", refused.getDetails().values()));
    }
    write(of(refused.getStatus()), context);
  }

  /** Javalin decodes what stands behind a semicolon in a path, which Jetty did not look at. */
  private static boolean isOfTheAddress(IllegalArgumentException failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().equals("java.net.URLDecoder");
  }

  public static void answer(Exception failure, Context context) {
    switch (failure) {
      case Bodies.TooSlow _ -> {
        context.res().setHeader("Connection", "close");
        write(tooSlow(), context.res());
      }
      case Bodies.TooLarge tooLarge -> write(tooLarge(tooLarge.most()), context);
      case Budget.Spent _ -> write(spent(), context);
      case TokenBuckets.TooMany tooMany -> {
        context.res().setHeader("Retry-After", Long.toString(tooMany.seconds()));
        write(tooMany(tooMany.seconds()), context);
      }
      case IllegalArgumentException undecodable when isOfTheAddress(undecodable) ->
          write(of(400), context);
      // Whoever asked has gone; there is nobody to answer and nothing to mend.
      case EOFException _ -> LOG.debug("The client went away");
      default -> fail(failure, context.res());
    }
  }

  public static void answer(HttpServletResponse response, Error failure) {
    fail(failure, response);
  }

  private static void fail(Throwable failure, HttpServletResponse response) {
    String reference = Trace.newId();
    LOG.error("Request failed, reference {}", reference, Wordless.of(failure));
    write(internal(reference), response);
  }

  static Problem internal(String reference) {
    return new Problem(
        500,
        "internal",
        "Our mistake",
        "Something went wrong on our side; its reference number is " + reference,
        "Tell us the reference number.");
  }

  private static Problem plain(int status) {
    String title = Optional.ofNullable(HttpStatus.getMessage(status)).orElse("Refused");
    return new Problem(
        status,
        title.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-"),
        title,
        "The request was refused: " + title,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Answers, then reads past what is still coming: one who is still writing would not see the
   * answer.
   */
  private static void write(Problem problem, Context context) {
    if (Bodies.isMuchLeft(context)) {
      context.res().setHeader("Connection", "close");
    }
    write(problem, context.res());
    try {
      Bodies.readPast(context);
    } catch (IOException e) {
      LOG.debug("The client went away before it was told why: {}", e.toString());
    }
  }

  private static void write(Problem problem, HttpServletResponse response) {
    if (response.isCommitted()) {
      return;
    }
    byte[] json = problem.json(response.getHeader(Trace.HEADER));
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.setContentLength(json.length);
    if (problem.status() == 503) {
      response.setHeader("Retry-After", "2");
    }
    try {
      response.getOutputStream().write(json);
    } catch (IOException e) {
      LOG.debug("The client went away before it was told why: {}", e.toString());
    }
  }
}
