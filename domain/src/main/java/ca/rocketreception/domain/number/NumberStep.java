package ca.rocketreception.domain.number;

/** One thing that must be so for a number to ring at our receptionist, in the order of making. */
public enum NumberStep {
  /** The number is the subscriber's here, and no other's. */
  RESERVE,
  /** The number is in our account at whoever rents it out. */
  BUY,
  /** The carrier has the SIP trunk, set as it shall be. */
  TRUNK,
  /** The trunk leads calls to the voice AI. */
  ORIGINATION,
  /** The voice AI may call out through the trunk. */
  CREDENTIAL,
  /** The number is on the trunk. */
  ATTACH,
  /** The voice AI knows the number, and the trunk behind it. */
  IMPORT,
  /** The voice AI asks us who answers, and has an agent for when we do not say. */
  BIND
}
