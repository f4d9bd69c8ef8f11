package io.offblock.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code sslmode=verify-full} as the URL on AWS has it: against a server whose certificate an
 * authority made here has signed, for the name {@code localhost}.
 */
class CertificateTest {
  private static final Path PACKAGED = Path.of("src/main/resources/rds-roots.pem");
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path folder;
  private static Path authority;
  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws Exception {
    Path store = folder.resolve("keys.p12");
    keytool(store, "-alias", "authority", "-dname", "CN=Authority", "-ext", "bc:c");
    keytool(
        store,
        "-alias",
        "server",
        "-dname",
        "CN=Server",
        "-signer",
        "authority",
        "-ext",
        "san=dns:localhost");
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    authority = pem("authority.crt", "CERTIFICATE", keys.getCertificate("authority").getEncoded());
    Path certificate = pem("server.crt", "CERTIFICATE", keys.getCertificate("server").getEncoded());
    Path key = pem("server.key", "PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    server =
        EmbeddedPostgres.builder()
            .setServerConfig("ssl", "on")
            .setServerConfig("ssl_cert_file", certificate.toString())
            .setServerConfig("ssl_key_file", key.toString())
            .setLocaleConfig("locale", "C")
            .setPGStartupWait(Duration.ofMinutes(2))
            .start();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:", "jdbc:aws-wrapper:"})
  void aServerOfAKnownAuthorityIsAskedByTls(String driver) throws SQLException {
    try (Connection connection = connect(driver, "localhost", authority);
        var rows =
            connection
                .createStatement()
                .executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
      rows.next();
      assertTrue(rows.getBoolean(1));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:", "jdbc:aws-wrapper:"})
  void aServerOfAnUnknownAuthorityIsRefused(String driver) {
    assertRefused(driver, "localhost", PACKAGED, "PKIX path");
  }

  @Test
  void aServerOfAnotherNameIsRefused() {
    assertRefused("jdbc:", "127.0.0.1", authority, "hostname");
  }

  @Test
  void whatIsPackagedAreRootsOfRdsThatAreValidForYears() throws Exception {
    List<X509Certificate> roots = new ArrayList<>();
    try (InputStream in = getClass().getResourceAsStream("/rds-roots.pem")) {
      CertificateFactory.getInstance("X.509")
          .generateCertificates(in)
          .forEach(c -> roots.add((X509Certificate) c));
    }
    Set<String> names = new TreeSet<>();
    Date inYears = new Date(System.currentTimeMillis() + Duration.ofDays(3650).toMillis());
    for (X509Certificate root : roots) {
      String name = root.getSubjectX500Principal().getName();
      root.verify(root.getPublicKey());
      root.checkValidity();
      root.checkValidity(inYears);
      assertTrue(root.getBasicConstraints() >= 0, name);
      assertTrue(
          name.matches(".*CN=Amazon RDS [a-z0-9-]+ Root CA (RSA2048|RSA4096|ECC384) G1,.*"), name);
      assertTrue(name.contains("O=Amazon Web Services\\, Inc."), name);
      names.add(name);
    }
    assertEquals(roots.size(), names.size());
    assertTrue(roots.size() >= 81, "27 regions, three kinds of key: " + roots.size());
    assertTrue(
        names.stream().anyMatch(n -> n.contains("CN=Amazon RDS eu-central-1 Root CA RSA2048 G1")));
  }

  private static void assertRefused(String driver, String host, Path roots, String why) {
    SQLException refused =
        assertThrows(SQLException.class, () -> connect(driver, host, roots).close());
    List<String> messages = new ArrayList<>();
    for (Throwable e = refused; e != null; e = e.getCause()) {
      messages.add(String.valueOf(e.getMessage()));
    }
    assertTrue(messages.toString().contains(why), messages.toString());
  }

  private static Connection connect(String driver, String host, Path roots) throws SQLException {
    String plugins = driver.equals("jdbc:") ? "" : "&wrapperPlugins=failover2&wrapperDialect=pg";
    return DriverManager.getConnection(
        "%spostgresql://%s:%d/postgres?sslmode=verify-full&sslrootcert=%s%s"
            .formatted(driver, host, server.getPort(), roots.toAbsolutePath(), plugins),
        "postgres",
        "");
  }

  private static Path pem(String file, String kind, byte[] content) throws IOException {
    String text =
        "-----BEGIN %s-----%n%s%n-----END %s-----%n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(content), kind);
    return Files.writeString(folder.resolve(file), text, StandardCharsets.US_ASCII);
  }

  /** Makes a pair of keys and its certificate, of a day. */
  private static void keytool(Path store, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
    command.addAll(List.of("-keystore", store.toString(), "-storepass", new String(PASSWORD)));
    command.addAll(Arrays.asList(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }
}
