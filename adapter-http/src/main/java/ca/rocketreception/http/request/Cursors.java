package ca.rocketreception.http.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.Refusal;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.usage.UsageEntryId;
import ca.rocketreception.ports.driven.interaction.InteractionFilter.Cursor;
import ca.rocketreception.ports.driven.interaction.KeptEvent;
import ca.rocketreception.ports.driven.usage.UsageLedger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Places in lists as opaque words that fit into an address. */
public final class Cursors {

  private static final int LENGTH = Long.BYTES + Integer.BYTES + 2 * Long.BYTES;
  private static final int NAME_PARTS = 4;
  private static final int NANOS = 1_000_000_000;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

  private Cursors() {}

  public static String write(Cursor cursor) {
    UUID id = cursor.id().value();
    return ENCODER.encodeToString(
        ByteBuffer.allocate(LENGTH)
            .putLong(cursor.happenedAt().getEpochSecond())
            .putInt(cursor.happenedAt().getNano())
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array());
  }

  public static Cursor read(String text) {
    return bytes(text)
        .filter(bytes -> bytes.length == LENGTH)
        .flatMap(bytes -> read(ByteBuffer.wrap(bytes)))
        .orElseThrow(() -> junk(text));
  }

  /** Neither part can hold a NUL, which no table stores. */
  public static String write(KeptEvent.Name name) {
    return writeText(
        String.join(
            "\0", name.provider().name(), name.bodySha256(), name.event(), name.providerId()));
  }

  public static KeptEvent.Name readName(String text) {
    return name(List.of(readText(text).split("\0", -1))).orElseThrow(() -> junk(text));
  }

  public static String write(KeptEvent.Cursor cursor) {
    return writeText(
        String.join(
            "\0",
            cursor.receivedAt().toString(),
            cursor.name().provider().name(),
            cursor.name().bodySha256(),
            cursor.name().event(),
            cursor.name().providerId()));
  }

  public static KeptEvent.Cursor readEvent(String text) {
    List<String> parts = List.of(readText(text).split("\0", -1));
    try {
      Instant at = Instant.parse(parts.getFirst());
      return name(parts.subList(1, parts.size()))
          .filter(name -> Query.isStorable(at))
          .map(name -> new KeptEvent.Cursor(at, name))
          .orElseThrow(() -> junk(text));
    } catch (DateTimeParseException e) {
      throw junk(text);
    }
  }

  public static String write(UsageLedger.Cursor cursor) {
    return writeText(cursor.localDay() + " " + cursor.id());
  }

  public static UsageLedger.Cursor readLine(String text) {
    String[] parts = readText(text).split(" ", -1);
    try {
      UUID id = UUID.fromString(parts[parts.length - 1]);
      LocalDate day = LocalDate.parse(parts[0]);
      if (parts.length == 2 && parts[1].equals(id.toString()) && Query.isStorable(day)) {
        return new UsageLedger.Cursor(day, new UsageEntryId(id));
      }
    } catch (DateTimeParseException | IllegalArgumentException e) {
      // the refusal below says all there is to say
    }
    throw junk(text);
  }

  private static Optional<KeptEvent.Name> name(List<String> parts) {
    return parts.size() == NAME_PARTS && parts.get(1).matches("[0-9a-f]{64}")
        ? Arrays.stream(Provider.values())
            .filter(provider -> provider.name().equals(parts.getFirst()))
            .findFirst()
            .map(provider -> new KeptEvent.Name(provider, parts.get(3), parts.get(2), parts.get(1)))
        : Optional.empty();
  }

  public static String writeText(String place) {
    return ENCODER.encodeToString(place.getBytes(UTF_8));
  }

  public static String readText(String text) {
    return bytes(text).map(bytes -> new String(bytes, UTF_8)).orElseThrow(() -> junk(text));
  }

  public static Refusal junk(String text) {
    return new Refusal.Invalid(
        "cursor",
        "'" + Query.shown(text) + "' is no cursor of this list",
        "Take it from \"next\" of the page before, or leave it out to begin at the start.");
  }

  private static Optional<Cursor> read(ByteBuffer bytes) {
    long seconds = bytes.getLong();
    int nanos = bytes.getInt();
    UUID id = new UUID(bytes.getLong(), bytes.getLong());
    if (nanos < 0
        || nanos >= NANOS
        || seconds < Instant.MIN.getEpochSecond()
        || seconds > Instant.MAX.getEpochSecond()) {
      return Optional.empty();
    }
    return Optional.of(Instant.ofEpochSecond(seconds, nanos))
        .filter(Query::isStorable)
        .map(at -> new Cursor(at, new InteractionId(id)));
  }

  private static Optional<byte[]> bytes(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return Optional.of(bytes).filter(same -> ENCODER.encodeToString(same).equals(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
