package ca.rocketreception.builtin;

/** What a visitor may mean. Of those above the line it must be all that was said. */
enum Sense {
  GREETING,
  THANKS,
  GOODBYE,
  YES,
  NO,
  CANCEL,

  LEAVE_MESSAGE,
  PERSON,
  MACHINE,
  HOURS,
  /** The whole week's hours rather than this moment's. */
  WEEKLY,
  /** "And on Sunday?": goes on about the hours. */
  CARRYING_ON,
  TODAY,
  TOMORROW,
  DAY_AFTER_TOMORROW,
  WEEKEND,
  /** "Next Monday" is not today. */
  NEXT,
  HOLIDAYS,
  /** A day by its name, though the business may not have told of it. */
  NAMED_DAY,
  PHONE,
  WHERE,
  /** The topic of a fact that says where the business is. */
  TOPIC_OF_WHERE,
  CORRECTION,
  HIGH,
  LOW,
  NORMAL
}
