package ca.rocketreception.postgres;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochGenerator;
import java.util.UUID;

/** Time-ordered ids (version 7) for rows that the domain does not name. */
final class Ids {

  private static final TimeBasedEpochGenerator GENERATOR = Generators.timeBasedEpochGenerator();

  private Ids() {}

  static UUID next() {
    return GENERATOR.generate();
  }
}
