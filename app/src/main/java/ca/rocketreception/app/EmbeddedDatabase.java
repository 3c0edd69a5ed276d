package ca.rocketreception.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;

import ca.rocketreception.domain.Sha256;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL of our own under a data directory. The first command that needs it starts it, others
 * find it running, the last one that leaves stops it; one that a crash left behind is taken over.
 * It runs as a server by itself, so that it outlives the command that started it.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
  private static final String NAME = "rocket";
  private static final String SUPERUSER = "postgres";
  private static final String WRONG_PASSWORD = "28P01";
  private static final int SECONDS_TO_START = 60;
  private static final int SAMPLE_OF_PACKED = 64 * 1024;
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;
  private static final String SETTINGS =
      "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c shared_buffers=128MB"
          + " -c max_connections=80 -c max_wal_size=2GB";

  /** Locks hold between processes, not within one: there, users of a directory are counted. */
  private static final Map<Path, Usage> USED_HERE = new HashMap<>();

  private static final class Usage {
    private final FileChannel channel;
    private int users;

    Usage(FileChannel channel) {
      this.channel = channel;
    }
  }

  /** What is half made, under these names, is nobody's: whoever holds the lock takes it away. */
  private static final List<String> HALF_MADE = List.of("unpacking", "making", "former");

  private final Path directory;
  private final String password;
  private final int port;
  private boolean closed;

  private EmbeddedDatabase(Path directory, String password, int port) {
    this.directory = directory;
    this.password = password;
    this.port = port;
  }

  /** Finds the server of a data directory running, or starts it. */
  public static EmbeddedDatabase open(Path dataDir) {
    Path directory = real(dataDir);
    Opening opening = new Opening();
    synchronized (USED_HERE) {
      try (FileChannel _ = startLock(directory)) {
        enter(directory);
        try {
          opening.opened = opened(directory);
          return opening.opened;
        } catch (IOException | RuntimeException failure) {
          boolean interrupted = Thread.interrupted(); // it would keep locks from being let go
          leave(directory);
          sweep(directory);
          if (interrupted) {
            Thread.currentThread().interrupt();
          }
          throw failure;
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(
            "The embedded PostgreSQL under " + directory + " could not be started", failure);
      } finally {
        opening.end();
      }
    }
  }

  /** A process that is told to stop meanwhile leaves nothing half done, and no server, behind. */
  private static final class Opening {
    private final Thread opener = Thread.currentThread();
    private final Thread hook = new Thread(this::stop, "stop-opening");
    private EmbeddedDatabase opened;

    Opening() {
      Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop() {
      Stopping.begin();
      opener.interrupt();
      synchronized (USED_HERE) { // it has cleaned up after itself
        if (opened != null) {
          opened.close();
        }
      }
    }

    void end() {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException stopping) {
        LOG.debug("Stopping while a database was opened", stopping);
      }
    }
  }

  private static void sweep(Path directory) throws IOException {
    for (String name : HALF_MADE) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, name + "*")) {
        for (Path one : left) {
          try {
            RehearseCommand.delete(one);
          } catch (IOException | UncheckedIOException inUse) {
            // a program of the start that was killed may still write there: the next start's
            LOG.debug("{} stays until the next start", one, inUse);
          }
        }
      }
    }
  }

  /** One name for one directory, whatever links lead to it. */
  private static Path real(Path dataDir) {
    try {
      if (!Files.isDirectory(dataDir)) {
        Files.createDirectories(dataDir);
      }
      return dataDir.toRealPath();
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "The data directory "
              + dataDir.toAbsolutePath()
              + " cannot be made or read; set ROCKET_DATA_DIR to a folder that can",
          failure);
    }
  }

  private static EmbeddedDatabase opened(Path directory) throws IOException {
    sweep(directory);
    String password = password(directory, "password");
    String superusers = password(directory, "superuser-password");
    if (!isReady(directory)) {
      unpack(directory);
      if (!Files.exists(data(directory).resolve("PG_VERSION"))) {
        make(directory);
      }
      forgetDeadServer(directory);
      run(
          directory,
          "pg_ctl",
          "start",
          "--pgdata=" + data(directory),
          "--log=" + directory.resolve("postgres.log"),
          "--wait",
          "--timeout=" + SECONDS_TO_START,
          "--options=" + SETTINGS.formatted(port(directory)));
    }
    EmbeddedDatabase database = new EmbeddedDatabase(directory, password, portOf(directory));
    database.prepare(superusers);
    return database;
  }

  /** Made elsewhere and moved: a half-made one, left by a kill, is never taken for a whole one. */
  private static void make(Path directory) throws IOException {
    LOG.info("Making a PostgreSQL under {}", directory);
    Path fresh = Files.createTempDirectory(directory, "making");
    run(
        directory,
        "initdb",
        "--pgdata=" + fresh,
        "--username=" + SUPERUSER,
        "--pwfile=" + directory.resolve("superuser-password"),
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-locale");
    Files.move(fresh, data(directory), StandardCopyOption.ATOMIC_MOVE);
  }

  Path directory() {
    return directory;
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + NAME;
  }

  /** A role that owns its database and is no superuser. */
  public String user() {
    return NAME;
  }

  public String password() {
    return password;
  }

  /** Stops the server when nobody else uses it. */
  @Override
  public void close() {
    synchronized (USED_HERE) {
      if (closed) {
        return;
      }
      closed = true;
      try (FileChannel _ = startLock(directory)) {
        leave(directory);
      } catch (IOException failure) {
        throw new UncheckedIOException("The embedded PostgreSQL could not be stopped", failure);
      }
    }
  }

  private static void enter(Path directory) throws IOException {
    Usage usage = USED_HERE.get(directory);
    if (usage == null) {
      usage = new Usage(channel(directory.resolve("in-use.lock")));
      usage.channel.lock(0, Long.MAX_VALUE, true);
      USED_HERE.put(directory, usage);
    }
    usage.users++;
  }

  private static void leave(Path directory) throws IOException {
    Usage usage = USED_HERE.get(directory);
    if (--usage.users > 0) {
      return;
    }
    USED_HERE.remove(directory);
    usage.channel.close();
    try (FileChannel channel = channel(directory.resolve("in-use.lock"));
        FileLock last = channel.tryLock()) {
      if (last != null && isRunning(directory)) {
        run(directory, "pg_ctl", "stop", "--pgdata=" + data(directory), "--mode=fast", "--wait");
      }
    }
  }

  /** Held while starting and stopping; closing the channel lets it go. */
  private static FileChannel startLock(Path directory) throws IOException {
    FileChannel channel = channel(directory.resolve("start.lock"));
    channel.lock();
    return channel;
  }

  private static FileChannel channel(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static Path data(Path directory) {
    return directory.resolve("data");
  }

  private static Path pidFile(Path directory) {
    return data(directory).resolve("postmaster.pid");
  }

  /** Waits for a server that someone else, killed meanwhile, was starting or stopping. */
  private static boolean isReady(Path directory) throws IOException {
    long begin = System.nanoTime();
    while (isRunning(directory)) {
      if (mark(directory).stream()
          .skip(STATUS_LINE)
          .anyMatch(line -> line.strip().equals("ready"))) {
        return true;
      }
      if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(SECONDS_TO_START)) {
        throw new IOException(
            "A PostgreSQL that neither starts nor stops is in the way; see "
                + directory.resolve("postgres.log"));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return false;
  }

  /**
   * Whether the process of the mark is a server of this directory: numbers of processes come again,
   * even for another PostgreSQL.
   */
  private static boolean isRunning(Path directory) throws IOException {
    List<String> mark = mark(directory);
    return !mark.isEmpty()
        && ProcessHandle.of(Long.parseLong(mark.getFirst().strip()))
            .filter(ProcessHandle::isAlive)
            .map(ProcessHandle::info)
            .filter(process -> process.command().orElse("").contains("postgres"))
            .filter(process ->
                process
                    .arguments()
                    .map(arguments -> List.of(arguments).contains(data(directory).toString()))
                    .orElse(true))
            .isPresent();
  }

  /** The lines of the file by which a server tells that it runs; none without it. */
  private static List<String> mark(Path directory) throws IOException {
    try {
      return Files.readAllLines(pidFile(directory));
    } catch (NoSuchFileException none) {
      return List.of();
    }
  }

  private static void forgetDeadServer(Path directory) throws IOException {
    if (Files.deleteIfExists(pidFile(directory))) {
      LOG.info("The PostgreSQL under {} was not stopped properly; it recovers now", directory);
    }
  }

  private static int portOf(Path directory) throws IOException {
    return Integer.parseInt(mark(directory).get(PORT_LINE).strip());
  }

  /** The port of the last time if it is free: who lost the server finds it again there. */
  private static int port(Path directory) throws IOException {
    Path file = directory.resolve("port");
    int last = Files.exists(file) ? Integer.parseInt(Files.readString(file, UTF_8).strip()) : 0;
    int port = freePort(last);
    Files.writeString(file, Integer.toString(port));
    return port;
  }

  private static int freePort(int wanted) throws IOException {
    try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (BindException taken) {
      return freePort(0);
    }
  }

  private static String password(Path directory, String name) throws IOException {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      Files.createFile(file, asFileAttribute(fromString("rw-------")));
    }
    if (Files.size(file) == 0) {
      Files.writeString(file, Application.newSecret());
    }
    return Files.readString(file, UTF_8).strip();
  }

  private void prepare(String superusers) throws IOException {
    try (Connection connection = asSuperuser(superusers);
        Statement statement = connection.createStatement()) {
      if (isAbsent(statement, "select from pg_roles where rolname = '" + NAME + "'")) {
        statement.execute(
            "create role " + NAME + " login nosuperuser nobypassrls password '" + password + "'");
      }
      if (isAbsent(statement, "select from pg_database where datname = '" + NAME + "'")) {
        statement.execute("create database " + NAME + " owner " + NAME);
      }
    } catch (SQLException failure) {
      throw new IOException("The embedded PostgreSQL does not answer", failure);
    }
  }

  /** One that was made when both had the same password gets its own now. */
  private Connection asSuperuser(String own) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?connectTimeout=5";
    try {
      return DriverManager.getConnection(url, SUPERUSER, own);
    } catch (SQLException refused) {
      if (!WRONG_PASSWORD.equals(refused.getSQLState())) {
        throw refused;
      }
    }
    Connection connection = DriverManager.getConnection(url, SUPERUSER, password);
    try (Statement statement = connection.createStatement()) {
      statement.execute("alter role " + SUPERUSER + " password '" + own + "'");
    }
    return connection;
  }

  private static boolean isAbsent(Statement statement, String query) throws SQLException {
    try (ResultSet found = statement.executeQuery(query)) {
      return !found.next();
    }
  }

  /** Unpacks the programs into the directory's postgres folder, once for each of their versions. */
  static void unpack(Path directory) throws IOException {
    Path programs = directory.resolve("postgres");
    String version = packedVersion();
    Path mark = programs.resolve("unpacked-from");
    if (Files.exists(mark) && Files.readString(mark, UTF_8).equals(version)) {
      return;
    }
    LOG.info("Unpacking PostgreSQL under {}", directory);
    Path fresh = Files.createTempDirectory(directory, "unpacking");
    try (Progress progress = Progress.of("Unpacking PostgreSQL");
        InputStream packed = packed();
        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
      long files = 0;
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedIOException("Unpacking PostgreSQL was interrupted");
        }
        unpack(tar, entry, fresh.resolve(entry.getName()).normalize());
        files++;
        progress.at(files + " files");
      }
      Files.writeString(fresh.resolve(mark.getFileName()), version);
    }
    if (Files.exists(programs, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(programs, Files.createTempDirectory(directory, "former").resolve("postgres"));
    }
    Files.move(fresh, programs, StandardCopyOption.ATOMIC_MOVE);
    sweep(directory);
  }

  private static InputStream packed() throws IOException {
    boolean mac = System.getProperty("os.name").startsWith("Mac");
    String machine = ArchUtils.normalize(System.getProperty("os.arch"));
    return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(mac ? "Darwin" : "Linux", machine);
  }

  /** Told by the digest of the packed programs' first part, which is another in each version. */
  private static String packedVersion() throws IOException {
    try (InputStream packed = packed()) {
      return Sha256.hex(packed.readNBytes(SAMPLE_OF_PACKED));
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(target);
      return;
    }
    Files.createDirectories(target.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, target);
      boolean program = (entry.getMode() & 0b001_000_000) != 0;
      Files.setPosixFilePermissions(target, fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  /** Runs one of PostgreSQL's programs. They refuse to be root, so root becomes nobody for them. */
  private static void run(Path directory, String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (LinuxUtils.isUnshareAvailable()) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(directory.resolve("postgres/bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    Path log = directory.resolve(program + ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean ended = process.waitFor(2L * SECONDS_TO_START, TimeUnit.SECONDS);
      if (!ended || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(program + " failed: " + Files.readString(log, UTF_8));
      }
    } catch (InterruptedException interrupted) {
      process.destroy();
      process.onExit().completeOnTimeout(process, SECONDS_TO_START, TimeUnit.SECONDS).join();
      Thread.currentThread().interrupt();
      throw new IOException(program + " was interrupted", interrupted);
    }
  }
}
