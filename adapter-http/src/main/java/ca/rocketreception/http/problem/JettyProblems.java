package ca.rocketreception.http.problem;

import ca.rocketreception.http.request.Trace;
import ca.rocketreception.ports.driving.Wordless;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What fails before any route is looked for, such as a malformed target, is a problem too. */
public final class JettyProblems extends ErrorHandler {

  private static final Logger LOG = LoggerFactory.getLogger(JettyProblems.class);

  private final boolean secure;

  /**
   * @param secure whether people reach us by https alone
   */
  public JettyProblems(boolean secure) {
    this.secure = secure;
  }

  /** Whatever was asked, not only what a browser asks. */
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback) {
    String id = response.getHeaders().get(Trace.HEADER);
    if (id == null) {
      id = Trace.newId();
      response.getHeaders().put(Trace.HEADER, id);
    }
    if (status == 500) {
      LOG.error("Request failed, reference {}", id, cause == null ? null : Wordless.of(cause));
    }
    Problem problem = status == 500 ? Problems.internal(id) : Problems.of(status);
    response.setStatus(problem.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    Trace.PROTECTION.forEach(response.getHeaders()::put);
    if (secure) {
      Trace.PROTECTION_OF_HTTPS.forEach(response.getHeaders()::put);
    }
    response.write(true, ByteBuffer.wrap(problem.json(id)), callback);
  }
}
