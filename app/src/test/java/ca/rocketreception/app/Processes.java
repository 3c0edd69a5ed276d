package ca.rocketreception.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Other processes for the tests. */
final class Processes {

  private Processes() {}

  /** Runs a class with a main method on this JVM's class path; its words go where ours go. */
  static Process java(Class<?> main, String... arguments) throws IOException {
    return java(Map.of(), main, arguments);
  }

  static Process java(Map<String, String> variables, Class<?> main, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(variables);
    return builder.start();
  }
}
