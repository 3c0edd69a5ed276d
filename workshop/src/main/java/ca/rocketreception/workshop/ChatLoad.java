package ca.rocketreception.workshop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A visitor made as cheaply as Java can: one plain socket for what is said and one for the stream.
 * Says one thing after the other, each when the last was answered, and begins another talk after
 * some.
 */
final class ChatLoad implements Load.Worker {

  private static final int TURNS_A_TALK = 10;
  private static final int PATIENCE_MS = 30_000;
  private static final List<String> QUESTIONS =
      List.of(
          "Where can I park?",
          "Are you open tomorrow?",
          "Do you take new patients?",
          "When do you close on Friday?",
          "What does it cost?");
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");
  private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");
  private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

  private final int port;
  private final String slug;
  private final Line asking;
  private Line stream;
  private String id;
  private String token;
  private int said;

  ChatLoad(int port, String slug) throws IOException {
    this.port = port;
    this.slug = slug;
    this.asking = new Line(port);
  }

  /** Begins a talk and opens its stream. */
  private void begin() throws IOException {
    if (stream != null) {
      stream.close();
    }
    asking.send("POST", "/v1/widget/" + slug + "/conversations", "", "{}");
    String talk = asking.answer("201");
    id = first(ID, talk);
    token = first(TOKEN, talk);
    stream = new Line(port);
    stream.send("GET", "/v1/widget/conversations/" + id + "/events", token, "");
    stream.untilLine("event:state");
    said = 0;
  }

  /** Begins a talk and only listens from then on. */
  void listen() throws IOException {
    begin();
    asking.close();
  }

  /** Says something and waits until the reply is on the stream. */
  @Override
  public String work(int task) throws IOException {
    if (said % TURNS_A_TALK == 0) {
      begin();
    }
    String body =
        "{\"clientMessageId\":\"m%d\",\"text\":\"%s\"}"
            .formatted(said, QUESTIONS.get(said % QUESTIONS.size()));
    said++;
    asking.send("POST", "/v1/widget/conversations/" + id + "/messages", token, body);
    int seq = Integer.parseInt(first(SEQ, asking.answer("201")));
    while (true) {
      String data = stream.untilLine("data:");
      if (data.contains("\"AGENT\"")) {
        Matcher reply = SEQ.matcher(data);
        if (reply.find() && Integer.parseInt(reply.group(1)) > seq) {
          return "answered";
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    asking.close();
    if (stream != null) {
      stream.close();
    }
  }

  private static String first(Pattern pattern, String text) throws IOException {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IOException("An answer lacks " + pattern);
    }
    return found.group(1);
  }

  /** One connection. */
  private static final class Line implements AutoCloseable {

    private final Socket socket = new Socket();
    private final InputStream in;
    private final StringBuilder line = new StringBuilder(128);

    Line(int port) throws IOException {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(PATIENCE_MS);
      socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MS);
      in = new BufferedInputStream(socket.getInputStream(), 2048);
    }

    void send(String method, String path, String token, String body) throws IOException {
      byte[] request =
          method.equals("POST")
              ? Load.post(path, authorization(token), body.getBytes(UTF_8))
              : ("GET "
                      + path
                      + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                      + token
                      + "\r\n\r\n")
                  .getBytes(UTF_8);
      socket.getOutputStream().write(request);
    }

    private static Map<String, String> authorization(String token) {
      return token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
    }

    /** The body of an answer, which must have this status. */
    String answer(String status) throws IOException {
      String first = readLine();
      int length = 0;
      for (String header = readLine(); !header.isEmpty(); header = readLine()) {
        if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
          length = Integer.parseInt(header.substring(15).strip());
        }
      }
      String body = new String(in.readNBytes(length), UTF_8);
      if (!first.startsWith(status, 9)) {
        throw new IOException("The server answered " + first.substring(9) + " " + body);
      }
      return body;
    }

    /** Reads on to the line that begins so. */
    String untilLine(String beginning) throws IOException {
      String next = readLine();
      while (!next.replace(": ", ":").startsWith(beginning)) {
        next = readLine();
      }
      return next;
    }

    private String readLine() throws IOException {
      line.setLength(0);
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException("the server closed the connection");
        }
        if (c != '\r') {
          line.append((char) c);
        }
      }
      return line.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
