package ca.rocketreception.retell;

import static java.util.stream.Collectors.joining;

import ca.rocketreception.domain.ChannelKind;
import ca.rocketreception.domain.agent.Agent;
import ca.rocketreception.domain.agent.AgentFunction;
import ca.rocketreception.domain.agent.AgentRole;
import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.business.Holiday;
import ca.rocketreception.domain.business.Interval;
import ca.rocketreception.domain.business.SpokenHours;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What an agent at Retell is told, in the agent's language: who it is, what it may and may not do,
 * and what it knows. Names in double braces are filled in by each call.
 */
record Prompt(Business business, Agent agent, ChannelKind channel) {

  String text() {
    List<String> parts = new ArrayList<>();
    parts.add(french() ? french(agent.role()) : english(agent.role()));
    parts.add(rules());
    agent.role().functions().stream().map(this::function).forEach(parts::add);
    if (transfers() && agent.role() != AgentRole.FORWARDER) {
      parts.add(
          french()
              ? """
              Si la personne demande à parler à quelqu'un, ou si c'est urgent et que vous ne pouvez pas\
               aider, utilisez transfer_call.\
              """
              : """
              If the caller asks for a person, or it is urgent and you cannot help, use transfer_call.\
              """);
    }
    if (agent.role() != AgentRole.FORWARDER) {
      parts.add(hours());
      parts.add(facts());
    }
    if (!agent.instructions().isEmpty()) {
      parts.add(
          (french() ? "Consignes de l'entreprise :\n" : "What the business asks of you:\n")
              + agent.instructions());
    }
    return parts.stream().filter(part -> !part.isBlank()).collect(joining("\n\n"));
  }

  /** Whether a caller can be put through to a person. */
  boolean transfers() {
    return channel == ChannelKind.VOICE
        && agent.role() != AgentRole.GATEKEEPER
        && business.subscriber().transferNumber().isPresent();
  }

  /** Whether it puts callers through to the phones of others, as route_call tells. */
  boolean putsThrough() {
    return channel == ChannelKind.VOICE && agent.role() == AgentRole.GATEKEEPER;
  }

  private String english(AgentRole role) {
    String name = "{{business_name}}";
    String who =
        "You are "
            + agent.name()
            + ", the virtual receptionist of "
            + name
            + ". You speak English.";
    return who
        + switch (role) {
          case RECEPTIONIST ->
              " You answer what you know, take messages for the rest, and are brief, warm and"
                  + " exact.";
          case AFTER_HOURS ->
              " The business is closed now (open: {{is_open}}; next opening: {{next_opening}})."
                  + " You answer what you know, say when it opens, and take a message.";
          case GATEKEEPER ->
              " Several businesses share this number. Find out which one is wanted, use route_call"
                  + " with its name, and say what it answers."
                  + (putsThrough()
                      ? " When it answers a forward_to that is not empty, use transfer_call at once."
                          + " Never use transfer_call otherwise."
                      : "")
                  + " When it asks whom the caller means, ask, and use it again. Once it has routed"
                  + " the call, go on as the receptionist of that business: take a message for it,"
                  + " or tell its hours.";
          case FORWARDER ->
              " You do nothing but put the call through: use transfer_call at once, without asking"
                  + " anything.";
        };
  }

  private String french(AgentRole role) {
    String name = "{{business_name}}";
    String who =
        "Vous êtes "
            + agent.name()
            + ", réception virtuelle de "
            + name
            + ". Vous parlez français et vouvoyez.";
    return who
        + switch (role) {
          case RECEPTIONIST ->
              " Vous répondez à ce que vous savez, prenez un message pour le reste, et restez bref,"
                  + " chaleureux et exact.";
          case AFTER_HOURS ->
              " L'entreprise est fermée (ouverte : {{is_open}}; prochaine ouverture :"
                  + " {{next_opening}}). Vous répondez à ce que vous savez, dites quand elle ouvre et"
                  + " prenez un message.";
          case GATEKEEPER ->
              " Plusieurs entreprises partagent ce numéro. Demandez laquelle la personne veut joindre,"
                  + " utilisez route_call avec son nom et dites ce qu'il répond."
                  + (putsThrough()
                      ? " S'il répond un forward_to qui n'est pas vide, utilisez transfer_call tout de"
                          + " suite. N'utilisez jamais transfer_call autrement."
                      : "")
                  + " S'il demande de qui il s'agit, demandez-le et utilisez-le encore. Une fois"
                  + " l'appel acheminé, continuez comme réception de cette entreprise : prenez un"
                  + " message ou donnez ses heures.";
          case FORWARDER ->
              " Vous ne faites que transférer l'appel : utilisez transfer_call tout de suite, sans"
                  + " poser de question.";
        };
  }

  private String rules() {
    return french()
        ? """
        Ne dites que ce qui est écrit ici ou ce qu'une fonction vous répond; sinon, dites que vous ne\
         savez pas et offrez de prendre un message. Ne promettez ni rendez-vous ni prix. Si on vous le\
         demande, dites que vous êtes une intelligence artificielle.\
        """
        : """
        Say only what is written here or what a function answers; else say that you do not know and\
         offer to take a message. Promise no appointment and no price. If asked, say that you are an\
         artificial intelligence.\
        """;
  }

  private String function(AgentFunction function) {
    return switch (function) {
      case CHECK_HOURS ->
          french()
              ? "Pour savoir si l'entreprise est ouverte maintenant, utilisez check_hours."
              : "To know whether the business is open now, use check_hours.";
      case TAKE_MESSAGE ->
          french()
              ? """
              Pour prendre un message, demandez le nom, un numéro ou une adresse où rappeler, et\
               l'objet; répétez-les, puis utilisez take_message une seule fois.\
              """
              : """
              To take a message ask for the name, a number or address to call back, and the matter;\
               repeat them, then use take_message, once.\
              """;
      case ROUTE_CALL ->
          french()
              ? "Utilisez route_call dès que vous savez quelle entreprise est demandée."
              : "Use route_call as soon as you know which business is wanted.";
    };
  }

  private String hours() {
    if (agent.role() == AgentRole.GATEKEEPER) {
      return "";
    }
    Locale language = agent.language();
    SpokenHours spoken = new SpokenHours(business.schedule(), language);
    String week =
        business.hours().isEmpty()
            ? ""
            : Arrays.stream(DayOfWeek.values())
                .map(day ->
                    "- " + day.getDisplayName(TextStyle.FULL, language) + ": " + on(day, spoken))
                .collect(joining("\n"));
    String exceptions =
        business.holidays().stream()
            .map(day -> "- " + day.day() + " (" + day.name() + "): " + on(day, spoken))
            .collect(joining("\n"));
    return (week.isEmpty() ? "" : (french() ? "Heures :\n" : "Hours:\n") + week)
        + (exceptions.isEmpty()
            ? ""
            : (french() ? "\nExceptions :\n" : "\nExceptions:\n") + exceptions);
  }

  private String on(DayOfWeek day, SpokenHours spoken) {
    return spoken.said(
        business.hours().stream()
            .filter(open -> open.day() == day)
            .map(open -> new Interval(open.opens(), open.closes()))
            .toList());
  }

  private static String on(Holiday holiday, SpokenHours spoken) {
    return spoken.said(holiday.hours());
  }

  private String facts() {
    if (business.facts().isEmpty() || agent.role() == AgentRole.GATEKEEPER) {
      return "";
    }
    return (french() ? "Ce que vous savez :\n" : "What you know:\n")
        + business.facts().stream()
            .map(fact -> "- " + fact.topic() + ": " + fact.text())
            .collect(joining("\n"));
  }

  private boolean french() {
    return agent.language().getLanguage().equals("fr");
  }
}
