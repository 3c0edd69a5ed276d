package ca.rocketreception.domain.number;

import ca.rocketreception.domain.business.TransportProvider;
import java.util.List;

/** How a number comes to the voice AI. */
public enum NumberWay {
  /** From Twilio, over a SIP trunk. */
  TWILIO(TransportProvider.TWILIO, List.of(NumberStep.values())),
  /** From Retell itself. */
  RETELL(TransportProvider.RETELL, List.of(NumberStep.RESERVE, NumberStep.BUY, NumberStep.BIND)),
  /** It is at Retell already, by whatever carrier. */
  IMPORTED(TransportProvider.OTHER, List.of(NumberStep.RESERVE, NumberStep.BIND));

  private final TransportProvider transport;
  private final List<NumberStep> steps;

  NumberWay(TransportProvider transport, List<NumberStep> steps) {
    this.transport = transport;
    this.steps = steps;
  }

  public TransportProvider transport() {
    return transport;
  }

  /** What is made so, one after the other; releasing goes the other way. */
  public List<NumberStep> steps() {
    return steps;
  }
}
