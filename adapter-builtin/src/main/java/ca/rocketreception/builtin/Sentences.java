package ca.rocketreception.builtin;

import ca.rocketreception.domain.business.Business;
import ca.rocketreception.domain.interaction.Matter;
import java.util.Locale;

/**
 * What is said in one language. No two questions of all languages end alike: by its end a question
 * is recognised among the messages of a talk.
 */
interface Sentences {

  Locale language();

  /** The question that asks for this, and nothing else. */
  String ask(Step step);

  /** Said before the question is put again. */
  String notUnderstood(Step step);

  String noted();

  String greeting(Business business);

  String welcome();

  String goodbye(Business business);

  String howCanIHelp();

  String doNotKnow();

  /** Said before a fact that may be beside the question. */
  String closest();

  /** Before the text of a fact: what it is about. */
  String subject(String topic);

  String noMessageThen();

  String cancelled();

  String taken(Business business, Matter matter);

  String machine(Business business);

  String cannotPutThrough();

  String phone(Business business, String number);

  String phoneUnknown();

  /** "Today", "Tomorrow": how a line of hours begins. */
  String today();

  String tomorrow();

  /** For DateTimeFormatter: a day with its weekday. */
  String dayPattern();

  /** "Monday to Friday", "Saturday and Sunday". */
  String days(String first, String last, boolean neighbours);

  /** A line of hours: what day, and its hours. */
  String hours(String day, String hours);

  String nothingAboutThatDay();
}
