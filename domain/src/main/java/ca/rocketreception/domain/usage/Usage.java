package ca.rocketreception.domain.usage;

import static java.util.Objects.requireNonNull;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Discrepancy;
import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.conversation.Conversation;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Evidence;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.ProductCosts;
import ca.rocketreception.domain.interaction.Said;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.TakenMessage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a source of use amounts to, as far as it is final, and what the ledger lacks of it. It is
 * worked out from what the source is now, never from how it came to be so: any order and any
 * repeats of events lead to the same sums.
 *
 * <p>Nobody is charged for a call that never connected, was marked as spam, failed, or that our
 * receptionist did not take, so that its carrier forwarded it; what it cost us stands in the ledger
 * all the same.
 *
 * @param at when the use took place
 * @param judged the meters about which this says something; of the others it knows nothing
 * @param quantities what is final; a judged meter that is not here amounts to nothing, or not yet
 */
public record Usage(
    SubscriberId subscriber,
    UsageSource source,
    ChannelKind channel,
    Instant at,
    Set<Meter> judged,
    Map<Measure, BigDecimal> quantities) {

  private static final Set<Meter> OF_CALLS =
      EnumSet.of(Meter.CALLS, Meter.VOICE_SECONDS, Meter.TRANSFER_SECONDS, Meter.PROVIDER_COST);
  private static final Set<Meter> OF_CHATS =
      EnumSet.of(Meter.CHAT_CONVERSATIONS, Meter.CHAT_MESSAGES);
  private static final Set<Meter> OF_PROVIDERS_CHATS =
      EnumSet.of(Meter.CHAT_CONVERSATIONS, Meter.CHAT_MESSAGES, Meter.PROVIDER_COST);
  private static final Set<Meter> OF_TEXTS =
      EnumSet.of(Meter.TEXT_SEGMENTS_IN, Meter.TEXT_SEGMENTS_OUT, Meter.PROVIDER_COST);
  private static final Set<Meter> OF_ANYTHING = EnumSet.of(Meter.PROVIDER_COST);

  /** What summer time comes and goes with, and what laws mostly move clocks by. */
  private static final Duration LAWS_MOVE_CLOCKS_BY = Duration.ofHours(1);

  /** Names lines that are never written. */
  private static final UUID NOBODY = new UUID(0, 0);

  private static final Comparator<UsageEntry> IN_ORDER =
      Comparator.comparingInt(UsageEntry::revision);

  public Usage {
    requireNonNull(subscriber, "subscriber");
    requireNonNull(source, "source");
    requireNonNull(channel, "channel");
    requireNonNull(at, "at");
    judged = Set.copyOf(judged);
    quantities = Map.copyOf(quantities);
  }

  /**
   * Whether what was said in writing counts: in a thread of texts, or a chat the provider keeps.
   */
  public static boolean countsWords(Interaction interaction) {
    return interaction.channel() == ChannelKind.SMS
        || interaction.channel() == ChannelKind.CHAT
            && interaction.reference().provider() != Provider.ROCKET;
  }

  /**
   * Of a call, a thread of texts, or a chat that the provider keeps. Of a chat over our own widget
   * only what the provider adds to it; {@link #of(Conversation)} has the rest.
   *
   * @param said in it; used where {@link #countsWords} says so
   */
  public static Usage of(Interaction interaction, Said said) {
    Map<Measure, BigDecimal> quantities = new TreeMap<>();
    Set<Meter> judged = OF_ANYTHING;
    if (interaction.channel() == ChannelKind.VOICE) {
      judged = OF_CALLS;
      call(interaction, quantities);
    } else if (countsWords(interaction)) {
      boolean ended = interaction.status() == InteractionStatus.ENDED;
      if (interaction.channel() == ChannelKind.SMS) {
        judged = OF_TEXTS;
        texts(ended, said, quantities);
      } else {
        judged = OF_PROVIDERS_CHATS;
        chat(ended, said.messages(), quantities);
      }
    }
    cost(interaction, quantities);
    return new Usage(
        interaction.subscriber(),
        UsageSource.of(interaction.id()),
        interaction.channel(),
        interaction.happenedAt(),
        judged,
        quantities);
  }

  /** Of a chat over our own widget: final when it has ended. */
  public static Usage of(Conversation conversation) {
    Map<Measure, BigDecimal> quantities = new TreeMap<>();
    chat(
        conversation.hasEnded() && conversation.visitorSeq() > 0,
        conversation.lastSeq(),
        quantities);
    return new Usage(
        conversation.subscriber(),
        UsageSource.of(conversation.id()),
        ChannelKind.CHAT,
        conversation.startedAt(),
        OF_CHATS,
        quantities);
  }

  /**
   * Of a message that was taken: final at once. One that the carrier took, because no receptionist
   * did, costs nothing.
   *
   * @param provider of the call or chat in which it was taken
   */
  public static Usage of(TakenMessage message, ChannelKind channel, Provider provider) {
    return new Usage(
        message.subscriber(),
        UsageSource.of(message),
        channel,
        message.takenAt(),
        EnumSet.of(Meter.TAKEN_MESSAGES),
        provider == Provider.TWILIO
            ? Map.of()
            : Map.of(Measure.of(Meter.TAKEN_MESSAGES), BigDecimal.ONE));
  }

  /**
   * Of a number of the subscriber's own, for the month that it is there: whole, whenever in it the
   * number comes or goes.
   *
   * @param zone where the business is
   */
  public static Usage of(SubscriberId subscriber, PhoneNumber number, Instant now, ZoneId zone) {
    return new Usage(
        subscriber,
        UsageSource.of(number, YearMonth.from(now.atZone(zone))),
        ChannelKind.VOICE,
        now,
        EnumSet.of(Meter.NUMBER_MONTHS),
        Map.of(Measure.of(Meter.NUMBER_MONTHS), BigDecimal.ONE));
  }

  /** Nothing any more, for whom it turned out not to belong to. */
  public Usage nothingFor(SubscriberId other) {
    return new Usage(other, source, channel, at, EnumSet.allOf(Meter.class), Map.of());
  }

  private static void call(Interaction call, Map<Measure, BigDecimal> quantities) {
    if (call.status() != InteractionStatus.ENDED
        || call.reference().provider() == Provider.TWILIO) {
      return;
    }
    quantities.put(Measure.of(Meter.CALLS), BigDecimal.ONE);
    talked(call.details())
        .ifPresent(seconds -> quantities.put(Measure.of(Meter.VOICE_SECONDS), seconds));
    between(call.details(), Detail.ENDED_AT, Detail.TRANSFER_ENDED_AT)
        .ifPresent(seconds -> quantities.put(Measure.of(Meter.TRANSFER_SECONDS), seconds));
  }

  /** As the provider measured, else from the start, or the answer, to the end. */
  private static Optional<BigDecimal> talked(Details details) {
    return details
        .get(Detail.DURATION_MS)
        .map(millis -> BigDecimal.valueOf(millis, 3))
        .or(() -> between(details, Detail.ANSWERED_AT, Detail.ENDED_AT))
        .or(() -> between(details, Detail.STARTED_AT, Detail.ENDED_AT));
  }

  /** In seconds, to the millisecond; never less than none. */
  private static Optional<BigDecimal> between(
      Details details, Detail<Instant> from, Detail<Instant> to) {
    return details
        .get(from)
        .flatMap(start -> details.get(to).map(end -> Duration.between(start, end)))
        .map(time ->
            BigDecimal.valueOf(time.getSeconds())
                .add(BigDecimal.valueOf(time.getNano(), 9))
                .setScale(3, RoundingMode.HALF_UP)
                .max(BigDecimal.ZERO));
  }

  private static void chat(boolean ended, int messages, Map<Measure, BigDecimal> quantities) {
    if (ended && messages > 0) {
      quantities.put(Measure.of(Meter.CHAT_CONVERSATIONS), BigDecimal.ONE);
      quantities.put(Measure.of(Meter.CHAT_MESSAGES), BigDecimal.valueOf(messages));
    }
  }

  private static void texts(boolean ended, Said said, Map<Measure, BigDecimal> quantities) {
    if (ended) {
      segments(Meter.TEXT_SEGMENTS_IN, said.segmentsIn(), quantities);
      segments(Meter.TEXT_SEGMENTS_OUT, said.segmentsOut(), quantities);
    }
  }

  private static void segments(Meter meter, int count, Map<Measure, BigDecimal> quantities) {
    if (count > 0) {
      quantities.put(Measure.of(meter), BigDecimal.valueOf(count));
    }
  }

  /**
   * By product, where products are told, so that it adds up to what is charged in all. What was
   * told before the analysis may still grow, and does not count yet.
   */
  private static void cost(Interaction interaction, Map<Measure, BigDecimal> quantities) {
    Optional<Money> whole = told(interaction.details(), Detail.PROVIDER_COST);
    Map<String, Money> products =
        told(interaction.details(), Detail.PRODUCT_COSTS)
            .<Map<String, Money>>map(ProductCosts::costs)
            .orElse(Map.of());
    products.forEach((product, cost) ->
        quantities.merge(Measure.cost(product, cost.currency()), cents(cost), BigDecimal::add));
    if (whole.isPresent()) {
      Money sum = whole.get();
      BigDecimal rest =
          products.values().stream()
              .filter(cost -> cost.currency().equals(sum.currency()))
              .map(Usage::cents)
              .reduce(cents(sum), BigDecimal::subtract);
      if (products.isEmpty()) {
        quantities.put(Measure.cost(Measure.ALL_PRODUCTS, sum.currency()), rest);
      } else if (rest.signum() != 0) {
        quantities.merge(Measure.cost(Measure.NO_PRODUCT, sum.currency()), rest, BigDecimal::add);
      }
    }
  }

  private static <T extends Comparable<? super T>> Optional<T> told(
      Details details, Detail<T> detail) {
    return details
        .get(detail)
        .filter(known -> details.stages().get(detail.place()) >= Stage.ANALYSED.code());
  }

  private static BigDecimal cents(Money money) {
    return money.amount().movePointRight(2);
  }

  /**
   * The lines to append, so that the ledger says what is so now: none when it does already. A day
   * or a currency that turns out otherwise is taken back where it stands, and written anew. A day
   * that was right by the law on clocks that was known when it was written stays.
   *
   * @param ledger the subscriber's lines of this source
   * @param zone where the business is; the lines that are there already decided for themselves
   * @param evidence the provider's event that is the occasion, if one is
   * @param ids names for the lines
   */
  public List<UsageEntry> lacking(
      List<UsageEntry> ledger, ZoneId zone, Optional<Evidence> evidence, Supplier<UUID> ids) {
    ZoneId frozen = ledger.stream().findFirst().map(UsageEntry::zone).orElse(zone);
    Instant moment = at.truncatedTo(ChronoUnit.MICROS);
    Map<Series, Map<Slot, BigDecimal>> wanted = wanted(dayOf(moment, frozen, ledger));
    List<UsageEntry> lacking = new ArrayList<>();
    for (Series series : seriesIn(wanted, ledger)) {
      List<UsageEntry> written = ledger.stream().filter(series::holds).sorted(IN_ORDER).toList();
      Tail tail = new Tail(series, written, lacking, evidence, frozen, ids);
      Map<Slot, BigDecimal> now = wanted.getOrDefault(series, Map.of());
      Map<Slot, BigDecimal> there = sums(written);
      there.forEach((slot, sum) -> {
        if (sum.signum() != 0 && !now.containsKey(slot)) {
          tail.add(slot, sum.negate(), lastOf(written, slot).occurredAt());
        }
      });
      now.forEach((slot, quantity) -> {
        BigDecimal difference = quantity.subtract(there.getOrDefault(slot, BigDecimal.ZERO));
        if (difference.signum() != 0 || worthSayingNone(series, slot, there)) {
          tail.add(slot, difference, moment);
        }
      });
    }
    return lacking;
  }

  /**
   * The day on which the lines of that moment stand, where an earlier law explains it; else the day
   * by the law that is known now.
   */
  private static LocalDate dayOf(Instant moment, ZoneId zone, List<UsageEntry> ledger) {
    List<LocalDate> lawful =
        List.of(
            LocalDate.ofInstant(moment.minus(LAWS_MOVE_CLOCKS_BY), zone),
            LocalDate.ofInstant(moment.plus(LAWS_MOVE_CLOCKS_BY), zone));
    Map<LocalDate, BigDecimal> standing = new TreeMap<>();
    ledger.stream()
        .filter(line -> line.occurredAt().equals(moment) && lawful.contains(line.localDay()))
        .forEach(line -> standing.merge(line.localDay(), line.quantity(), BigDecimal::add));
    return standing.entrySet().stream()
        .max(Comparator.comparing(day -> day.getValue().signum() != 0)) // not one taken back
        .map(Map.Entry::getKey)
        .orElseGet(() -> LocalDate.ofInstant(moment, zone));
  }

  /**
   * What the ledger says of this otherwise than it is, day by day; empty when they agree. Lines
   * that name another channel or source do not count as lines of this one.
   *
   * @param ledger the subscriber's lines of this source
   * @param zone where the business is
   */
  public List<Discrepancy> discrepancies(List<UsageEntry> ledger, ZoneId zone) {
    List<UsageEntry> own =
        ledger.stream()
            .filter(line -> line.channel() == channel && line.source().equals(source))
            .toList();
    return lacking(own, zone, Optional.empty(), () -> NOBODY).stream()
        .map(missing -> discrepancy(missing, own))
        .toList();
  }

  private Discrepancy discrepancy(UsageEntry missing, List<UsageEntry> own) {
    Optional<BigDecimal> said =
        own.stream()
            .filter(line -> line.measure().equals(missing.measure()))
            .filter(line -> line.localDay().equals(missing.localDay()))
            .map(UsageEntry::quantity)
            .reduce(BigDecimal::add);
    BigDecimal shouldBe = said.orElse(BigDecimal.ZERO).add(missing.quantity());
    return new Discrepancy(
        subscriber,
        Discrepancy.Kind.LEDGER,
        source.kind() + " " + source.id() + " on " + missing.localDay(),
        missing.measure().toString(),
        said.map(UsageEntry::plain).map(BigDecimal::toPlainString),
        Optional.of(UsageEntry.plain(shouldBe).toPlainString()));
  }

  /** That a provider charges nothing is not the same as not knowing. */
  private static boolean worthSayingNone(Series series, Slot slot, Map<Slot, BigDecimal> there) {
    return series.meter() == Meter.PROVIDER_COST && !there.containsKey(slot);
  }

  private Map<Series, Map<Slot, BigDecimal>> wanted(LocalDate day) {
    Map<Series, Map<Slot, BigDecimal>> wanted = new TreeMap<>();
    quantities.forEach((measure, quantity) ->
        wanted
            .computeIfAbsent(Series.of(measure), series -> new TreeMap<>())
            .put(new Slot(measure.currency(), day), quantity));
    return wanted;
  }

  private List<Series> seriesIn(
      Map<Series, Map<Slot, BigDecimal>> wanted, List<UsageEntry> ledger) {
    return Stream.concat(
            wanted.keySet().stream(), ledger.stream().map(line -> Series.of(line.measure())))
        .filter(series -> judged.contains(series.meter()))
        .distinct()
        .sorted()
        .toList();
  }

  private static Map<Slot, BigDecimal> sums(List<UsageEntry> lines) {
    Map<Slot, BigDecimal> sums = new TreeMap<>();
    lines.forEach(line -> sums.merge(Slot.of(line), line.quantity(), BigDecimal::add));
    return sums;
  }

  private static UsageEntry lastOf(List<UsageEntry> lines, Slot slot) {
    return lines.stream()
        .filter(line -> Slot.of(line).equals(slot))
        .reduce((one, two) -> two)
        .get();
  }

  /** Lines that count their revisions together. */
  private record Series(Meter meter, String product) implements Comparable<Series> {

    static Series of(Measure measure) {
      return new Series(measure.meter(), measure.product());
    }

    boolean holds(UsageEntry line) {
      return of(line.measure()).equals(this);
    }

    @Override
    public int compareTo(Series other) {
      return Comparator.comparing(Series::meter)
          .thenComparing(Series::product)
          .compare(this, other);
    }
  }

  /** Where the lines of a series must add up. */
  private record Slot(Optional<Currency> currency, LocalDate day) implements Comparable<Slot> {

    static Slot of(UsageEntry line) {
      return new Slot(line.measure().currency(), line.localDay());
    }

    @Override
    public int compareTo(Slot other) {
      return Comparator.comparing(Slot::day)
          .thenComparing(slot -> slot.currency().map(Currency::getCurrencyCode).orElse(""))
          .compare(this, other);
    }
  }

  /** The end of a series, to which lines are added. */
  private final class Tail {
    private final Series series;
    private final List<UsageEntry> written;
    private final List<UsageEntry> lacking;
    private final Optional<Evidence> evidence;
    private final ZoneId zone;
    private final Supplier<UUID> ids;
    private int next;

    Tail(
        Series series,
        List<UsageEntry> written,
        List<UsageEntry> lacking,
        Optional<Evidence> evidence,
        ZoneId zone,
        Supplier<UUID> ids) {
      this.series = series;
      this.written = written;
      this.lacking = lacking;
      this.evidence = evidence;
      this.zone = zone;
      this.ids = ids;
      this.next = written.isEmpty() ? 0 : written.getLast().revision() + 1;
    }

    void add(Slot slot, BigDecimal quantity, Instant moment) {
      lacking.add(
          new UsageEntry(
              subscriber,
              new UsageEntryId(ids.get()),
              source,
              channel,
              new Measure(series.meter(), series.product(), slot.currency()),
              quantity,
              evidence,
              moment,
              slot.day(),
              zone,
              next++,
              corrected(slot)));
    }

    /** The last line of the same day and currency, else the last of all. */
    private Optional<UsageEntryId> corrected(Slot slot) {
      return written.stream()
          .filter(line -> Slot.of(line).equals(slot))
          .reduce((one, two) -> two)
          .or(() -> written.stream().reduce((one, two) -> two))
          .map(UsageEntry::id);
    }
  }
}
