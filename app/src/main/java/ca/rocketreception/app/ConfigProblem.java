package ca.rocketreception.app;

import java.util.List;

/**
 * Variables that are not what they must be, all of them in one message, without their values'
 * secrets.
 */
public final class ConfigProblem extends RuntimeException {

  public ConfigProblem(List<String> problems) {
    super(String.join(System.lineSeparator(), problems));
  }
}
