package ca.rocketreception.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;

/** Says to a server what no decent client would, and returns all that it answers. */
public final class Raw {

  private Raw() {}

  public static String send(int port, String bytes) throws IOException {
    return send(port, bytes, 10_000);
  }

  /**
   * @param patience how many milliseconds to wait for an answer
   */
  static String send(int port, String bytes, int patience) throws IOException {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(patience);
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }
}
