package ca.rocketreception.workshop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ca.rocketreception.app.Installation;
import ca.rocketreception.app.RehearseCommand;
import ca.rocketreception.app.SeedCommand;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Throws spoiled requests at a server of its own, over real sockets, and looks at what comes back
 * and at what the server wrote into its log.
 */
final class Fuzz implements AutoCloseable {

  private static final int PATIENCE_MS = 15_000;
  private static final int CLIENTS = 8;
  private static final int SHOWN = 20;

  private final Path directory = Files.createTempDirectory("rocket-fuzz");
  private final Path log = directory.resolve("server.log");
  private final Installation installation;
  private final ServerProcess server;
  private final int port;

  /**
   * @param answers how many of each status; "hung up" where the server ended the connection without
   *     a word
   * @param failures the numbers of inputs that were answered with 500 or not at all, and how; then
   *     what the log says of mistakes
   * @param leaks lines of the log that tell of somebody
   */
  record Account(Map<String, Long> answers, List<String> failures, List<String> leaks) {

    boolean isClean() {
      return failures.isEmpty() && leaks.isEmpty();
    }

    String text() {
      return "answers   %s%nfailures  %d%s%nleaks     %d%s"
          .formatted(answers, failures.size(), some(failures), leaks.size(), some(leaks));
    }

    private static String some(List<String> all) {
      return all.isEmpty()
          ? ""
          : "\n  " + String.join("\n  ", all.subList(0, Math.min(SHOWN, all.size())));
    }
  }

  Fuzz() throws IOException, InterruptedException {
    this(directory -> {});
  }

  /** For tests: what to do to the data directory first. */
  Fuzz(SurviveBench.Preparation preparation) throws IOException, InterruptedException {
    preparation.prepare(directory);
    installation = Installation.open(Map.of("ROCKET_DATA_DIR", directory.toString()));
    installation.database().migrate();
    SeedCommand.plant(
        installation.database(),
        SeedCommand.Choice.ALL,
        false,
        new PrintStream(OutputStream.nullOutputStream()));
    port = ServerProcess.freePort();
    server =
        ServerProcess.start(
            port,
            ServerProcess.USUAL_HEAP,
            Map.of(
                "ROCKET_DATA_DIR",
                directory.toString(),
                "RETELL_WEBHOOK_KEYS",
                FuzzInputs.KEY,
                "OPERATOR_KEY",
                FuzzInputs.OPERATOR_KEY,
                "TWILIO_AUTH_TOKENS",
                "token_of_the_fuzz",
                "PUBLIC_URL",
                "https://fuzz.example",
                "RATE_LIMIT_PER_KEY",
                "500000:5000000"),
            log);
    server.awaitReady();
  }

  /** Sends the inputs of a seed from a number on. */
  Account run(long seed, long from, long count) throws IOException {
    FuzzInputs inputs = new FuzzInputs(seed);
    AtomicLong next = new AtomicLong(from);
    Map<String, Long> answers = new ConcurrentHashMap<>();
    Queue<String> failures = new ConcurrentLinkedQueue<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int client = 0; client < CLIENTS; client++) {
        clients.submit(() -> {
          try (Client own = new Client()) {
            for (long n = next.getAndIncrement(); n < from + count; n = next.getAndIncrement()) {
              String answer = own.answer(inputs.request(n));
              answers.merge(answer, 1L, Long::sum);
              if (answer.equals("500") || answer.equals("nothing")) {
                failures.add("input " + n + " of seed " + seed + ": " + answer);
              }
            }
          } catch (Exception mistake) {
            failures.add("a client stopped: " + mistake);
          }
        });
      }
    }
    failures.addAll(lines(line -> line.contains(" ERROR "), 10));
    return new Account(new TreeMap<>(answers), List.copyOf(failures), leaks());
  }

  private List<String> leaks() throws IOException {
    return lines(line -> FuzzInputs.CANARIES.stream().anyMatch(line::contains), 1);
  }

  /** Lines of the log that are looked for, each with those that follow it. */
  private List<String> lines(Predicate<String> wanted, int together) throws IOException {
    List<String> found = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(log, ISO_8859_1)) {
      int more = 0;
      for (String line = lines.readLine();
          line != null && found.size() < SHOWN;
          line = lines.readLine()) {
        more = wanted.test(line) ? together : more - 1;
        if (more > 0) {
          found.add(line);
        }
      }
    }
    return found;
  }

  /** A connection that is made anew whenever the server ends it. */
  private final class Client implements AutoCloseable {

    private Optional<Socket> socket = Optional.empty();
    private InputStream in;

    /** The status, "hung up", or "nothing" when no answer comes in time. */
    String answer(byte[] request) throws IOException {
      boolean fresh = socket.isEmpty();
      try {
        Socket open = fresh ? connect() : socket.get();
        open.getOutputStream().write(request);
        return read(request);
      } catch (SocketTimeoutException hang) {
        close();
        return "nothing";
      } catch (IOException ended) {
        close();
        // the server may have ended a kept connection before it saw this request
        return fresh ? "hung up" : answer(request);
      }
    }

    private Socket connect() throws IOException {
      Socket fresh = new Socket();
      fresh.setTcpNoDelay(true);
      fresh.setSoTimeout(PATIENCE_MS);
      fresh.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
      in = new BufferedInputStream(fresh.getInputStream());
      socket = Optional.of(fresh);
      return fresh;
    }

    private String read(byte[] request) throws IOException {
      String status;
      boolean keep = true;
      long length = 0;
      do {
        status = line().substring(9, 12);
        keep &= !status.equals("101");
        for (String header = line(); !header.isEmpty(); header = line()) {
          if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
            length = Long.parseLong(header.substring(15).strip());
          } else if (header.regionMatches(true, 0, "connection: close", 0, 17)) {
            keep = false;
          } else if (header.regionMatches(true, 0, "transfer-encoding:", 0, 18)) {
            keep = false;
          }
        }
      } while (status.equals("100"));
      boolean bodiless =
          request[0] == 'H' && request[1] == 'E' || status.equals("204") || status.equals("304");
      if (keep) {
        in.skipNBytes(bodiless ? 0 : length);
      } else {
        close();
      }
      return status;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder(128);
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException("The server ended the connection");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      if (socket.isPresent()) {
        socket.get().close();
        socket = Optional.empty();
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    installation.close();
    RehearseCommand.delete(directory);
  }
}
