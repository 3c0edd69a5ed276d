package ca.rocketreception.builtin;

import java.time.DayOfWeek;
import java.time.Month;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What is recognised in French. */
final class FrenchEar {

  private static final Pattern GREETING =
      Pattern.compile(
          "(?:bonjour|bonsoir|salut|allo|coucou|bon matin|hello|hi)"
              + "(?: a tous| a vous| madame| monsieur| la| encore)?"
              + "(?: (?:comment (?:ca va|allez vous)|ca va))?");
  private static final Pattern THANKS =
      Pattern.compile(
          "(?:ok |super |parfait |bien |non )?(?:merci|mille mercis|je vous remercie)"
              + "(?: (?:beaucoup|bien|infiniment|encore|a vous|pour(?: \\w+){1,3}|c est tout|mille fois))*"
              + "|parfait|super|c est tout");
  private static final Pattern GOODBYE =
      Pattern.compile(
          "(?:(?:ok|merci|beaucoup|bien|parfait|super|pour(?: \\w+){1,3}) )*"
              + "(?:au revoir|aurevoir|a bientot|a plus(?: tard)?|a demain|bonne (?:journee|soiree|nuit"
              + "|fin de semaine)|bye|bye bye|adieu)(?: merci| a vous| et merci)*");
  private static final Pattern YES =
      Pattern.compile(
          "(?:oui|ouais|d accord|ok|okay|bien sur|volontiers|certainement|absolument|allez y"
              + "|s il vous plait|svp|je veux bien|avec plaisir|ca serait bien|parfait)"
              + "(?: (?:oui|s il vous plait|svp|merci|je veux bien|d accord|avec plaisir|bien sur))*");
  private static final Pattern NO =
      Pattern.compile(
          "(?:non|nan|je prefere(?:rais)? (?:ne )?pas(?: le)?(?: dire)?|pas maintenant|pas vraiment|pas la peine|pas besoin|pas necessaire|ca va"
              + "|ce n est pas necessaire)(?: (?:merci|ca va|c est beau|c est bon|pas besoin))*");
  private static final Pattern CANCEL =
      Pattern.compile(
          "(?:(?:non|pardon|desolee?|oh|ok|en fait|finalement|attendez) )*"
              + "(?:annule[rz]?|j annule|stop|arretez?|arreter|laissez? tomber|laissez? faire"
              + "|oubliez?(?: ca| cela| le)?|tant pis|non merci|peu importe|abandonner"
              + "|j ai change d (?:avis|idee)|je change d (?:avis|idee)|pas la peine)"
              + "(?: (?:ca|cela|tout|le message|mon message|merci|svp|s il vous plait|desolee?"
              + "|j ai change d (?:avis|idee)))*");
  private static final Pattern LEAVE_MESSAGE =
      Ear.anyOf(
          "(?:laisser|prendre|prenez|transmettre|transmettez|envoyer|passer|donner)(?: \\w+){0,4}"
              + " message",
          "message (?:pour|a) (?:le|la|l|les|votre|vous|dr|quelqu)",
          "(?:me|m|nous) (?:rappeler|recontacter|contacter|joindre|telephoner|appeler|ecrire)",
          "(?:rappelez|contactez|appelez|telephonez|ecrivez) (?:moi|nous)",
          "^(?:un )?message$",
          "me (?:rappelle|recontacte|contacte|telephone)");
  private static final Pattern PERSON =
      Ear.anyOf(
          "(?:parler|discuter|clavarder)(?: \\w+){0,4} (?:quelqu un|personne|humain|gens|agent"
              + "|representante?|receptionniste|proprietaire|patron|patronne|gerante?|equipe"
              + "|responsable|employee?|conseillere?|docteur|medecin|dentiste)",
          "(?:vrai|vraie|veritable) (?:personne|humain|agent)",
          "(?:me|nous) (?:transferer|mettre en (?:communication|contact))",
          "^(?:un )?(?:humain|agent|representant)(?: svp| s il vous plait)?$");
  private static final Pattern MACHINE =
      Ear.anyOf(
          "(?:etes vous|es tu|vous etes|tu es) (?:une? )?(?:robot|humain|machine|ia|vraie? personne"
              + "|ordinateur)",
          "est ce (?:que c est )?(?:une? )(?:robot|humain|machine|ia)",
          "qui etes vous$",
          "a qui je parle");
  private static final String DAY =
      "(?:lundis?|mardis?|mercredis?|jeudis?|vendredis?|samedis?|dimanches?|fins? de semaine"
          + "|week ends?|weekends?)";
  private static final String OPEN = "(?:ouverte?s?|fermee?s?)";
  private static final Pattern HOURS =
      Ear.anyOf(
          "heures? d ouverture",
          "heures? de fermeture",
          "horaires?",
          "(?:vos|quelles|quelles sont vos) heures",
          "(?:quelle heure|quand|quels? jours?)(?: \\w+){0,8} (?:ouvr\\w*|ferm\\w*)",
          "(?:etes|est|serez|sera|seriez|restez|reste)(?: vous| ce| elle| il)?(?: \\w+){0,2} "
              + OPEN,
          "(?:ouvrez|fermez|ouvrirez|fermerez)(?: vous)?",
          "c est " + OPEN,
          OPEN
              + " (?:maintenant|aujourd hui|demain|apres demain|le|la|ce|cet|cette|en|pendant|a|les|jusqu|tard"
              + "|encore|"
              + DAY
              + ")",
          "^(?:et )?(?:ouvert|ferme|heures)$");
  private static final Pattern WEEKLY =
      Ear.anyOf("horaires?", "heures", "semaine", "jours", "heures? d ouverture");
  private static final Pattern CARRYING_ON =
      Ear.anyOf("^et", "^le", "^pour", "^" + DAY + "$", "^demain$", "^aujourd hui$");
  private static final Pattern TODAY =
      Ear.anyOf("aujourd hui", "ce soir", "ce matin", "cet apres midi");
  private static final Pattern TOMORROW = Ear.anyOf("demain");
  private static final Pattern DAY_AFTER_TOMORROW = Ear.anyOf("apres demain");
  private static final Pattern WEEKEND = Ear.anyOf("fins? de semaine", "week ends?", "weekends?");
  private static final Pattern NEXT = Ear.anyOf("prochaine?");
  private static final Pattern HOLIDAYS = Ear.anyOf("jours? feries?", "feries?", "conges?");
  private static final Pattern NAMED_DAY =
      Ear.anyOf(
          "noel",
          "jour de l an",
          "nouvel an",
          "vendredi saint",
          "paques",
          "saint jean",
          "fete nationale",
          "fete du canada",
          "fete de la reine",
          "fete de victoria",
          "fete du travail",
          "action de graces?",
          "jour du souvenir",
          "louis riel",
          "verite et (?:de )?la reconciliation",
          "fete des meres",
          "fete des peres",
          "terry fox",
          "halloween",
          "saint valentin");
  private static final Pattern PHONE =
      Ear.anyOf(
          "(?<!mon )numero de (?:telephone|tel|cellulaire)",
          "(?:votre|quel est le|quel est votre|au|un) (?:numero|telephone|tel)",
          "(?:vous|la clinique|le magasin|le bureau) (?:appeler|telephoner|joindre)",
          "(?:appeler|telephoner a) (?:la|le|l|votre) (?:clinique|magasin|bureau|boutique|boulangerie)",
          "^(?:telephone|numero|tel)$");
  private static final Pattern WHERE =
      Ear.anyOf(
          "ou (?:etes|se trouve|est(?! ce)|sont|se situe|vous trouvez)",
          "ou est ce que (?:vous etes|c est)",
          "vous (?:etes|trouvez|situez) ou",
          "(?<!courriel )adresse(?! courriel| electronique| mail)",
          "situee?s?",
          "(?:me rendre|aller|arriver|venir) chez vous",
          "vous trouver");
  private static final Pattern TOPIC_OF_WHERE =
      Ear.anyOf(
          "adresse",
          "emplacement",
          "ou (?:etes|sommes|se trouve)",
          "nous trouver",
          "address",
          "location");
  private static final Pattern CORRECTION =
      Ear.anyOf(
          "^(?:non|pardon|desolee?|attendez|oups|en fait|correction|plutot|je veux dire|excusez)");
  private static final Pattern HIGH =
      Ear.anyOf(
          "urgente?s?",
          "urgence",
          "haute?",
          "elevee?",
          "des que possible",
          "au plus (?:vite|tot)",
          "tout de suite",
          "immediatement",
          "aujourd hui",
          "maintenant",
          "rapidement",
          "importante?",
          "oui");
  private static final Pattern LOW =
      Ear.anyOf(
          "(?:pas|peu|aucunement) (?:\\w+ )?(?:urgente?|importante?|presse|pressee|pressant)",
          "pas (?:du tout|vraiment|d urgence)",
          "faible",
          "basse?",
          "rien ne presse",
          "pas de presse",
          "quand vous (?:pouvez|pourrez|voulez)",
          "peut attendre",
          "aucune urgence",
          "non");
  private static final Pattern NORMAL =
      Ear.anyOf("normale?", "normalement", "moyenne?", "moyennement", "ordinaire", "reguliere?");
  private static final Pattern INTRODUCTION =
      Pattern.compile(
          "^(?:(?:bonjour|bonsoir|salut|oui|ok|d['’]accord|bien s[uû]r)\\b[\\s,.!]*)?"
              + "(?:je m['’ ]?appelle|mon nom (?:est|c['’]est)|moi,? c['’]est|je suis|c['’]est|ici"
              + "|nom ?[:=]|appelez[- ]moi)\\s+"
              + "|^(?:bonjour|bonsoir|salut|oui|ok)\\s*[,.!]\\s*",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern INTRODUCTION_LATER =
      Pattern.compile(
          "(?:\\bmon (?:vrai )?nom (?:est|c['’]est)|\\bje m['’ ]?appelle)(?: plut[oô]t)?\\s+",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
  private static final Pattern DATE =
      Pattern.compile(
          "\\b(?<day>[0-9]{1,2})(?:er)? (?<month>janvier|fevrier|mars|avril|mai|juin|juillet|aout"
              + "|septembre|octobre|novembre|decembre)\\b");
  private static final Set<String> FILLERS =
      Set.of(
          ("bonjour bonsoir salut aide aider svp plait merci voudrais veux voudrait aimerais aimerait savoir"
                  + " dire dites demander demande question questions besoin cherche chercher peut peux"
                  + " puis pouvez pourrais pourriez possible aussi beaucoup offrez offre proposez info"
                  + " infos information informations est etes sont avez faites fait faire a ou oui"
                  + " non s il y quel quelle quels quelles comment quand combien chez meme ca cela"
                  + " j ai je l la le les un une des du de d avoir si dois doit doivent que qui quoi acceptez prenez genre sorte connaitre")
              .split(" "));
  private static final List<Ear.Kindred> KINDRED =
      List.of(
          Ear.Kindred.of(
              "combien prix cout couts coute coutent tarif tarifs cher frais",
              "prix cout tarif tarifs frais dollars"),
          Ear.Kindred.of(
              "payer paie payez paiement paiements carte cartes debit comptant argent visa mastercard"
                  + " cheque",
              "paiement paiements payer comptant"),
          Ear.Kindred.of("enfant enfants bebe fils fille petits", "enfants enfant jeunes"),
          Ear.Kindred.of("livrer livrez livraison livraisons", "livraison livrons"),
          Ear.Kindred.of(
              "reserver reservez reservation reservations rendez_vous rdv table",
              "reservations reservation rendez"),
          Ear.Kindred.of("chien chiens chat chats animal animaux", "chiens chien animaux"),
          Ear.Kindred.of(
              "stationner stationnement garer parking auto voiture", "stationnement parking"),
          Ear.Kindred.of("urgence urgences urgent mal douleur", "urgences urgence"),
          Ear.Kindred.of("manger nourriture menu repas diner souper", "menu nourriture repas"),
          Ear.Kindred.of(
              "assurance assurances assureur assureurs couvert regime",
              "assurance assurances assureurs"),
          Ear.Kindred.of("annuler annulation deplacer", "annulation annuler"),
          Ear.Kindred.of("commander commande commandes commandez", "commande commandes commander"));

  private static final List<String> WEEKDAYS =
      List.of("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche");
  private static final List<String> MONTHS =
      List.of(
          "janvier",
          "fevrier",
          "mars",
          "avril",
          "mai",
          "juin",
          "juillet",
          "aout",
          "septembre",
          "octobre",
          "novembre",
          "decembre");

  private FrenchEar() {}

  static Ear create() {
    return new Ear(
        Map.ofEntries(
            Map.entry(Sense.GREETING, GREETING),
            Map.entry(Sense.THANKS, THANKS),
            Map.entry(Sense.GOODBYE, GOODBYE),
            Map.entry(Sense.YES, YES),
            Map.entry(Sense.NO, NO),
            Map.entry(Sense.CANCEL, CANCEL),
            Map.entry(Sense.LEAVE_MESSAGE, LEAVE_MESSAGE),
            Map.entry(Sense.PERSON, PERSON),
            Map.entry(Sense.MACHINE, MACHINE),
            Map.entry(Sense.HOURS, HOURS),
            Map.entry(Sense.WEEKLY, WEEKLY),
            Map.entry(Sense.CARRYING_ON, CARRYING_ON),
            Map.entry(Sense.TODAY, TODAY),
            Map.entry(Sense.TOMORROW, TOMORROW),
            Map.entry(Sense.DAY_AFTER_TOMORROW, DAY_AFTER_TOMORROW),
            Map.entry(Sense.WEEKEND, WEEKEND),
            Map.entry(Sense.NEXT, NEXT),
            Map.entry(Sense.HOLIDAYS, HOLIDAYS),
            Map.entry(Sense.NAMED_DAY, NAMED_DAY),
            Map.entry(Sense.PHONE, PHONE),
            Map.entry(Sense.WHERE, WHERE),
            Map.entry(Sense.TOPIC_OF_WHERE, TOPIC_OF_WHERE),
            Map.entry(Sense.CORRECTION, CORRECTION),
            Map.entry(Sense.HIGH, HIGH),
            Map.entry(Sense.LOW, LOW),
            Map.entry(Sense.NORMAL, NORMAL)),
        INTRODUCTION,
        INTRODUCTION_LATER,
        List.of(DATE),
        weekdays(),
        months(),
        FILLERS,
        KINDRED);
  }

  private static Map<String, DayOfWeek> weekdays() {
    Map<String, DayOfWeek> days = new HashMap<>();
    for (String name : WEEKDAYS) {
      DayOfWeek day = DayOfWeek.of(WEEKDAYS.indexOf(name) + 1);
      days.put(name, day);
      days.put(name + "s", day);
    }
    return Map.copyOf(days);
  }

  private static Map<String, Month> months() {
    Map<String, Month> months = new HashMap<>();
    for (String name : MONTHS) {
      months.put(name, Month.of(MONTHS.indexOf(name) + 1));
    }
    return Map.copyOf(months);
  }
}
