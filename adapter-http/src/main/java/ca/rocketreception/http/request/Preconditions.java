package ca.rocketreception.http.request;

import ca.rocketreception.domain.Refusal;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the headers If-Match and If-None-Match demand of a thing before it is changed (RFC 9110,
 * 13.1). If-Match compares strongly: a tag that a proxy weakened matches nothing, and the refusal
 * says so.
 *
 * @param match what it must be, if anything; none of them: whatever it is, it must be refused
 * @param noneMatch what it must not be
 */
record Preconditions(Optional<List<Tag>> match, List<Tag> noneMatch) {

  private static final String ANY = "*";
  private static final Pattern TAG =
      Pattern.compile("\\G\\s*(?:(\\*)|(W/)?\"([^\"]*)\")\\s*(?:,|$)");

  /** As it stands in a header. */
  private record Tag(boolean weak, String opaque) {

    boolean isAny() {
      return opaque.equals(ANY);
    }

    /** What proxies make of a tag when they compress: W/"x", "x-gzip", "x--gzip", "x;br". */
    boolean isMadeOf(String strong) {
      return opaque.equals(strong)
          ? weak
          : opaque.startsWith(strong) && opaque.substring(strong.length()).matches("[-;:.+].*");
    }

    @Override
    public String toString() {
      return isAny() ? ANY : (weak ? "W/" : "") + '"' + Query.shown(opaque) + '"';
    }
  }

  static Preconditions of(Context request) {
    List<String> match = Collections.list(request.req().getHeaders("If-Match"));
    return new Preconditions(
        match.isEmpty() ? Optional.empty() : Optional.of(tags(match)),
        tags(Collections.list(request.req().getHeaders("If-None-Match"))));
  }

  /** A header may come in several lines, and a tag may hold commas. */
  private static List<Tag> tags(List<String> lines) {
    List<Tag> tags = new ArrayList<>();
    Matcher matcher = TAG.matcher(String.join(",", lines));
    while (matcher.find()) {
      tags.add(
          matcher.group(1) == null
              ? new Tag(matcher.group(2) != null, matcher.group(3))
              : new Tag(false, ANY));
    }
    return tags;
  }

  /** Whether a change waits for a condition at all. */
  boolean any() {
    return match.isPresent() || !noneMatch.isEmpty();
  }

  /**
   * Refuses when they do not hold.
   *
   * @param tag of the thing, in quotation marks; empty when it is not there
   */
  void require(Optional<String> tag) {
    Optional<String> opaque = tag.map(text -> text.substring(1, text.length() - 1));
    match.ifPresent(wanted -> requireMatch(wanted, opaque));
    if (opaque.isPresent()
        && noneMatch.stream().anyMatch(one -> one.isAny() || one.opaque().equals(opaque.get()))) {
      throw new Refusal.Stale(
          "It is there already, with the tag " + tag.get(),
          "Leave If-None-Match out to change what is there.");
    }
  }

  private static void requireMatch(List<Tag> wanted, Optional<String> opaque) {
    if (opaque.isEmpty()) {
      throw new Refusal.Stale(
          "It is not there, so that no tag in If-Match is its own",
          "Leave If-Match out to make it, or look in the list what is there.");
    }
    String now = opaque.get();
    if (wanted.stream().anyMatch(tag -> tag.isAny() || !tag.weak() && tag.opaque().equals(now))) {
      return;
    }
    wanted.stream()
        .filter(tag -> tag.isMadeOf(now))
        .findFirst()
        .ifPresent(tag -> {
          throw new Refusal.Stale(
              "It has not changed, but If-Match says "
                  + tag
                  + ", which a proxy on the way made of its tag \""
                  + now
                  + "\"",
              "Send the tag itself, If-Match: \""
                  + now
                  + "\", and let the proxy neither compress nor change what says no-transform.");
        });
    throw new Refusal.Stale(
        wanted.isEmpty()
            ? "If-Match holds no tag; its tag is \"" + now + "\" now"
            : "It is no longer what If-Match says: its tag is \"" + now + "\" now",
        "Read it again, and repeat the change with the ETag that it has now, in its quotation"
            + " marks.");
  }
}
