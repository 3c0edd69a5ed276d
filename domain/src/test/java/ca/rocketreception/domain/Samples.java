package ca.rocketreception.domain;

import ca.rocketreception.domain.access.AuditEntry;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentId;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.billing.Statement;
import ca.rocketreception.domain.business.AiProvider;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.ChannelId;
import ca.rocketreception.domain.business.Fact;
import ca.rocketreception.domain.business.OpeningHours;
import ca.rocketreception.domain.business.OwnedNumber;
import ca.rocketreception.domain.business.Subscriber;
import ca.rocketreception.domain.business.SubscriberChannel;
import ca.rocketreception.domain.business.TransportProvider;
import ca.rocketreception.domain.interaction.InteractionMessage;
import ca.rocketreception.domain.interaction.Speaker;
import ca.rocketreception.domain.interaction.Stage;
import ca.rocketreception.domain.interaction.Transcript;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Believable things for tests of all modules; equal names give equal ids. */
public final class Samples {

  /** A Monday, 10:00 in Winnipeg. */
  public static final Instant MONDAY_MORNING = Instant.parse("2026-11-23T16:00:00Z");

  /** The same Monday, 21:00 in Winnipeg. */
  public static final Instant MONDAY_NIGHT = Instant.parse("2026-11-24T03:00:00Z");

  public static final PhoneNumber DENTAL_NUMBER = new PhoneNumber("+12045550110");
  public static final PhoneNumber SHARED_NUMBER = new PhoneNumber("+14316005505");
  public static final PhoneNumber CALLER = new PhoneNumber("+12045550199");

  private Samples() {}

  public static UUID uuid(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  /** Of a change that somebody made of a subscriber. */
  public static AuditEntry anEntry(SubscriberId whose) {
    return new AuditEntry(whose, MONDAY_MORNING, "somebody", "changed it", "something");
  }

  /** Of a change of the operator's own things. */
  public static AuditEntry anEntry() {
    return anEntry(AuditEntry.NOBODY);
  }

  /** Of a statement that became final. */
  public static AuditEntry anEntry(Statement last) {
    return new AuditEntry(
        last.subscriber(), MONDAY_MORNING, "somebody", "finalised statement", last.number());
  }

  public static Subscriber aSubscriber(String slug) {
    return new Subscriber(
        new SubscriberId(uuid(slug)),
        new Slug(slug),
        "The " + slug + " company",
        Subscriber.Status.ACTIVE,
        ZoneId.of("America/Winnipeg"),
        Locale.CANADA,
        Optional.of(new PhoneNumber("+12045550133")));
  }

  /** Open on weekdays 9 to 5, with a number of its own and agents for day and night. */
  public static Business aDentist() {
    Business business = Business.of(aSubscriber("prairie-dental"));
    return new Business(
        business.subscriber(),
        List.of(aVoiceChannel("prairie-dental", DENTAL_NUMBER)),
        List.of(
            anAgent("prairie-dental", AgentRole.RECEPTIONIST),
            anAgent("prairie-dental", AgentRole.AFTER_HOURS),
            anAgent("prairie-dental", AgentRole.FORWARDER)),
        weekdays(LocalTime.of(9, 0), LocalTime.of(17, 0)),
        List.of(),
        List.of(),
        List.of(new Fact("parking", "Free behind the building.")),
        List.of(new OwnedNumber(DENTAL_NUMBER, false)));
  }

  /** The front of the shared number, with a gatekeeper. */
  public static Business aFront() {
    return new Business(
        aSubscriber("front"),
        List.of(aVoiceChannel("front", SHARED_NUMBER)),
        List.of(anAgent("front", AgentRole.GATEKEEPER)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(new OwnedNumber(SHARED_NUMBER, true)));
  }

  /** A business that is reached through the shared number. */
  public static Business aBusinessBehindTheFront(String slug) {
    return new Business(
        aSubscriber(slug),
        List.of(aVoiceChannel(slug, SHARED_NUMBER)),
        List.of(anAgent(slug, AgentRole.RECEPTIONIST)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  public static SubscriberChannel aVoiceChannel(String slug, PhoneNumber number) {
    return new SubscriberChannel(
        new ChannelId(uuid(slug + " voice")),
        ChannelKind.VOICE,
        true,
        TransportProvider.RETELL,
        AiProvider.RETELL,
        Optional.of(number),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  public static Agent anAgent(String slug, AgentRole role) {
    return new Agent(
        new AgentId(uuid(slug + role)),
        role,
        "Ava",
        "Thank you for calling " + slug + ".",
        "",
        Locale.CANADA,
        Optional.empty(),
        Optional.of("agent_" + slug + "_" + role.name().toLowerCase(Locale.ROOT)),
        Optional.empty());
  }

  public static List<OpeningHours> weekdays(LocalTime opens, LocalTime closes) {
    return Arrays.stream(DayOfWeek.values())
        .filter(day -> day.compareTo(DayOfWeek.SATURDAY) < 0)
        .map(day -> new OpeningHours(day, opens, closes))
        .toList();
  }

  public static Transcript aTranscript(Stage stage, String... texts) {
    int[] seq = {0};
    return Transcript.of(
        stage,
        Stream.of(texts)
            .map(text ->
                InteractionMessage.said(
                    ++seq[0],
                    seq[0] % 2 == 1 ? Speaker.AGENT : Speaker.CALLER,
                    text,
                    Optional.of(MONDAY_MORNING.plusSeconds(seq[0]))))
            .toList());
  }
}
