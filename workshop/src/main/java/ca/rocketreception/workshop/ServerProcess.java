package ca.rocketreception.workshop;

import ca.rocketreception.app.Main;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, started as a person would start it, with this JVM's flags. */
final class ServerProcess implements AutoCloseable {

  /** The heap with which ./rocket starts it. */
  static final String USUAL_HEAP = "192m";

  private static final int FIRST_PORT = 12_000;
  private static final int FIRST_OF_THE_SYSTEM = 32_000;
  private static final int MOST_PORTS = 100;
  private static final int PATIENCE_MS = 2_000;
  private static final int PATIENT_SECONDS = 60;

  private final int port;
  private final Path log;
  private final Process process;

  private ServerProcess(int port, Path log, Process process) {
    this.port = port;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts {@code serve} and does not wait until it is ready; its words are added to a file.
   *
   * @param heap as -Xmx takes it
   */
  static ServerProcess start(int port, String heap, Map<String, String> variables, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(flag -> !flag.startsWith("-Xmx"))
            .toList());
    command.add("-Xmx" + heap);
    command.addAll(program());
    command.add("serve");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().remove("DATABASE_URL");
    builder.environment().put("PORT", Integer.toString(port));
    builder.environment().putAll(variables);
    return new ServerProcess(port, log, builder.start());
  }

  /** As it is shipped, without us beside it, where ./rocket says where that is. */
  private static List<String> program() throws IOException {
    String jar = System.getProperty("rocket.server");
    if (jar == null) {
      return List.of("-cp", System.getProperty("java.class.path"), Main.class.getName());
    }
    Path note = Path.of(jar).resolveSibling("app.aot");
    List<String> program = new ArrayList<>();
    if (Files.exists(note) && Files.size(note) > 0) {
      program.add("-XX:AOTCache=" + note);
      program.addAll(List.of("-Xlog:disable", "-Xlog:all=error,aot=off,cds=off:stderr"));
    }
    program.addAll(List.of("-jar", jar));
    return program;
  }

  void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENT_SECONDS);
    while (!isReady()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("The server does not become ready: " + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private boolean isReady() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("The server did not start: " + Files.readString(log));
    }
    HttpURLConnection health =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + "/health/ready").toURL().openConnection();
    health.setConnectTimeout(PATIENCE_MS);
    health.setReadTimeout(PATIENCE_MS);
    try {
      return health.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Ends it as kill -9 does: nothing is finished, nothing is said. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Below those that systems give to outgoing connections, one of which could take it first. */
  static int freePort() throws IOException {
    for (int attempt = 0; attempt < MOST_PORTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, FIRST_OF_THE_SYSTEM);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        // another one, then
      }
    }
    throw new IOException("No port is free");
  }

  /** Tells it to stop, and waits until it has. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
