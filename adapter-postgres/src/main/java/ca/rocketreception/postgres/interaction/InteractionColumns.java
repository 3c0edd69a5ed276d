package ca.rocketreception.postgres.interaction;

import static java.util.stream.Collectors.joining;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.Money;
import ca.rocketreception.domain.PhoneNumber;
import ca.rocketreception.domain.Provider;
import ca.rocketreception.domain.SubscriberId;
import ca.rocketreception.domain.interaction.Detail;
import ca.rocketreception.domain.interaction.Details;
import ca.rocketreception.domain.interaction.Direction;
import ca.rocketreception.domain.interaction.Interaction;
import ca.rocketreception.domain.interaction.InteractionId;
import ca.rocketreception.domain.interaction.InteractionStatus;
import ca.rocketreception.domain.interaction.ProductCosts;
import ca.rocketreception.domain.interaction.ProviderReference;
import ca.rocketreception.domain.interaction.Sentiment;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.Transcript;
import ca.rocketreception.postgres.sql.Binder;
import ca.rocketreception.postgres.sql.Rows;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** The columns of an interaction, listed once: their names, how they are bound, how read. */
public final class InteractionColumns {

  private static final List<String> FIXED =
      List.of(
          "subscriber_id", "id", "channel", "provider", "provider_interaction_id", "first_seen_at");

  private static final List<DetailColumn<?>> DETAILS =
      List.of(
          text(Detail.STATUS, "status", Enum::name, InteractionStatus::valueOf),
          text(Detail.DIRECTION, "direction", Enum::name, Direction::valueOf),
          text(Detail.FROM, "from_number", PhoneNumber::e164, PhoneNumber::new),
          text(Detail.TO, "to_number", PhoneNumber::e164, PhoneNumber::new),
          text(Detail.PROVIDER_AGENT_ID, "provider_agent_id"),
          text(Detail.TRANSPORT_ID, "transport_id"),
          instant(Detail.STARTED_AT, "started_at"),
          instant(Detail.ANSWERED_AT, "answered_at"),
          instant(Detail.ENDED_AT, "ended_at"),
          new DetailColumn<>(
              Detail.DURATION_MS,
              List.of("duration_ms"),
              Binder::bigNumber,
              row -> row.getObject("duration_ms", Long.class)),
          text(Detail.DISCONNECTION_REASON, "disconnection_reason"),
          text(Detail.TRANSFERRED_TO, "transferred_to"),
          instant(Detail.TRANSFER_ENDED_AT, "transfer_ended_at"),
          text(Detail.SUMMARY, "summary"),
          text(Detail.SENTIMENT, "sentiment", Enum::name, Sentiment::valueOf),
          new DetailColumn<>(
              Detail.SUCCESSFUL,
              List.of("successful"),
              Binder::flag,
              row -> row.getObject("successful", Boolean.class)),
          text(Detail.RECORDING_REFERENCE, "recording_reference"),
          new DetailColumn<>(
              Detail.PROVIDER_COST,
              List.of("provider_cost", "provider_cost_currency"),
              InteractionColumns::bindMoney,
              InteractionColumns::readMoney),
          new DetailColumn<>(
              Detail.PRODUCT_COSTS,
              List.of("product_names", "product_costs", "product_costs_currency"),
              InteractionColumns::bindProducts,
              InteractionColumns::readProducts));

  /** All that later events may change. */
  private static final List<String> CHANGING =
      Stream.of(
              Stream.of("happened_at"),
              DETAILS.stream().flatMap(detail -> detail.columns().stream()),
              Stream.of("stages", "transcript_stage", "transcript_length", "transcript_digest"))
          .flatMap(columns -> columns)
          .toList();

  private static final List<String> ALL = Stream.concat(FIXED.stream(), CHANGING.stream()).toList();

  public static final String NAMES = String.join(", ", ALL);
  public static final String PLACES = ALL.stream().map(column -> "?").collect(joining(", "));
  public static final String TAKE_OVER =
      CHANGING.stream().map(column -> column + " = excluded." + column).collect(joining(", "));

  private InteractionColumns() {}

  /** The names, each said to be of a table. */
  public static String of(String table) {
    return ALL.stream().map(column -> table + "." + column).collect(joining(", "));
  }

  public static void bind(Binder to, Interaction interaction) throws SQLException {
    to.uuid(interaction.subscriber().value())
        .uuid(interaction.id().value())
        .text(interaction.channel().name())
        .text(interaction.reference().provider().name())
        .text(interaction.reference().id())
        .instant(interaction.firstSeenAt())
        .instant(interaction.happenedAt());
    for (DetailColumn<?> detail : DETAILS) {
      detail.bind(to, interaction.details());
    }
    Optional<Transcript> transcript = interaction.transcript();
    to.smallNumbers(interaction.details().stages())
        .number(transcript.map(words -> words.stage().code()).orElse(null))
        .number(transcript.map(Transcript::length).orElse(null))
        .text(transcript.map(Transcript::digest).orElse(null));
  }

  /** The interaction in a row, its messages unread. */
  public static Interaction read(ResultSet row) throws SQLException {
    return new Interaction(
        new SubscriberId(row.getObject("subscriber_id", UUID.class)),
        new InteractionId(row.getObject("id", UUID.class)),
        ChannelKind.valueOf(row.getString("channel")),
        new ProviderReference(
            Provider.valueOf(row.getString("provider")), row.getString("provider_interaction_id")),
        Rows.instant(row, "first_seen_at"),
        readDetails(row),
        readTranscript(row));
  }

  private static Details readDetails(ResultSet row) throws SQLException {
    Array array = row.getArray("stages");
    Short[] stages = (Short[]) array.getArray();
    Details details = Details.none();
    for (DetailColumn<?> column : DETAILS) {
      details = column.read(details, row, stages);
    }
    return details;
  }

  private static Optional<Transcript> readTranscript(ResultSet row) throws SQLException {
    String digest = row.getString("transcript_digest");
    return digest == null
        ? Optional.empty()
        : Optional.of(
            new Transcript(
                Stage.of(row.getInt("transcript_stage")),
                row.getInt("transcript_length"),
                digest,
                List.of()));
  }

  private static void bindMoney(Binder to, Money money) throws SQLException {
    to.amount(money == null ? null : money.amount())
        .text(money == null ? null : money.currency().getCurrencyCode());
  }

  private static Money readMoney(ResultSet row) throws SQLException {
    BigDecimal amount = row.getBigDecimal("provider_cost");
    return amount == null
        ? null
        : new Money(amount, Currency.getInstance(row.getString("provider_cost_currency")));
  }

  /** In one currency, as the provider charges. */
  private static void bindProducts(Binder to, ProductCosts costs) throws SQLException {
    Map<String, Money> products = costs == null ? Map.of() : costs.costs();
    to.array("text", products.keySet().toArray(String[]::new))
        .array("numeric", products.values().stream().map(Money::amount).toArray(BigDecimal[]::new))
        .text(
            products.values().stream()
                .findFirst()
                .map(cost -> cost.currency().getCurrencyCode())
                .orElse(null));
  }

  private static ProductCosts readProducts(ResultSet row) throws SQLException {
    String[] names = (String[]) row.getArray("product_names").getArray();
    BigDecimal[] amounts = (BigDecimal[]) row.getArray("product_costs").getArray();
    String currency = row.getString("product_costs_currency");
    Map<String, Money> costs = new HashMap<>();
    for (int product = 0; product < names.length; product++) {
      costs.put(names[product], new Money(amounts[product], Currency.getInstance(currency)));
    }
    return ProductCosts.of(costs);
  }

  private static DetailColumn<String> text(Detail<String> detail, String column) {
    return text(detail, column, value -> value, value -> value);
  }

  private static <T extends Comparable<? super T>> DetailColumn<T> text(
      Detail<T> detail, String column, Function<T, String> write, Function<String, T> read) {
    return new DetailColumn<>(
        detail,
        List.of(column),
        (to, value) -> to.text(value == null ? null : write.apply(value)),
        row -> {
          String value = row.getString(column);
          return value == null ? null : read.apply(value);
        });
  }

  private static DetailColumn<Instant> instant(Detail<Instant> detail, String column) {
    return new DetailColumn<>(
        detail, List.of(column), Binder::instant, row -> Rows.instant(row, column));
  }

  private interface Write<T> {
    void to(Binder binder, T value) throws SQLException;
  }

  private interface Read<T> {
    T from(ResultSet row) throws SQLException;
  }

  private record DetailColumn<T extends Comparable<? super T>>(
      Detail<T> detail, List<String> columns, Write<T> write, Read<T> read) {

    void bind(Binder to, Details details) throws SQLException {
      write.to(to, details.get(detail).orElse(null));
    }

    /** A row written before the detail existed has a shorter array: nobody told it. */
    Details read(Details details, ResultSet row, Short[] stages) throws SQLException {
      int stage = detail.place() < stages.length ? stages[detail.place()] : 0;
      T value = stage == 0 ? null : read.from(row);
      return value == null ? details : details.tell(detail, value, Stage.of(stage));
    }
  }
}
