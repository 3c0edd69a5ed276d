package ca.rocketreception.app;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Other processes for the tests. */
public final class Processes {

  private Processes() {}

  /** Runs a class with a main method on this JVM's class path; its words go where ours go. */
  static Process java(Class<?> main, String... arguments) throws IOException {
    return java(Map.of(), main, arguments);
  }

  static Process java(Map<String, String> variables, Class<?> main, String... arguments)
      throws IOException {
    return builder(variables, main, arguments)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Its stdout and stderr are both to be read. */
  public static Process javaToldApart(
      Map<String, String> variables, Class<?> main, String... arguments) throws IOException {
    return builder(variables, main, arguments).start();
  }

  private static ProcessBuilder builder(
      Map<String, String> variables, Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:+UseG1GC",
                // as shipped: the log goes to stderr, and stdout is for results
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    return builder;
  }
}
