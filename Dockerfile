# Three steps: build, rehearse, run. The image holds a Java runtime, the program, its libraries, and the JDK's note of
# what a start needs. It runs as a user without rights and needs a PostgreSQL: set DATABASE_URL.

FROM maven:3-eclipse-temurin-25 AS build
# the widget is built with Node
COPY --from=node:22-slim /usr/local/bin/node /usr/local/bin/node
COPY --from=node:22-slim /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
 && apt-get update && apt-get install -y --no-install-recommends libstdc++6 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN mvn -B -ntp -DskipTests -Dspotless.check.skip -pl app -am package \
 && mkdir -p /program && cp -r app/target/lib /program/ && cp app/target/app-program.jar /program/app.jar \
 && rm -f /program/lib/embedded-postgres-binaries-darwin-*

FROM eclipse-temurin:25-jre AS runtime
RUN useradd --system --uid 10001 --home-dir /var/lib/rocket --create-home --shell /usr/sbin/nologin rocket
COPY --from=build /program /program
USER 10001
WORKDIR /var/lib/rocket
ENV PORT=8080 \
    LOG_FORMAT=json \
    ROCKET_DATA_DIR=/var/lib/rocket \
    JVM_FLAGS="-Xms64m -Xmx192m -Xss512k -XX:+UseG1GC -XX:+UseCompactObjectHeaders -XX:TrimNativeHeapInterval=10000 -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED"

# The same runtime, files and flags as later, or the note would not be taken. Without the note everything works, later.
FROM runtime AS rehearsal
RUN mkdir -p /tmp/note \
 && (java $JVM_FLAGS -XX:AOTCacheOutput=/tmp/note/app.aot -jar /program/app.jar rehearse \
     || echo "The start could not be rehearsed: it will take longer.")

FROM runtime
COPY --from=rehearsal /tmp/note/ /program/note/
EXPOSE 8080
# Alive, not ready: calls are answered from memory while the database is away, and a restart would end that.
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PORT && printf 'GET /health/live HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200'"]
# exec, so that a stop signal reaches Java, which ends streams and lets running requests finish. JAVA_OPTS adds or overrides flags.
ENTRYPOINT ["sh", "-c", "exec java $JVM_FLAGS -XX:AOTCache=/program/note/app.aot -Xlog:disable -Xlog:all=error,aot=off,cds=off:stderr $JAVA_OPTS -jar /program/app.jar \"$@\"", "rocket"]
CMD ["serve"]
