package io.offblock.aws;

import java.util.Map;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The AWS clients of the functions: small, synchronous, configured by the environment that Lambda
 * gives.
 *
 * <p>One layer retries. Of S3 it is not the SDK: the queue does for loads, the schedule for
 * harvests, the asker for answers. Secrets are asked for rarely, and nobody else asks again: there
 * the SDK retries.
 */
public final class AwsClients {
  private AwsClients() {}

  /**
   * S3. {@code AWS_ENDPOINT_URL} is read by the SDK; {@code OFFBLOCK_S3_PATH_STYLE=true} asks for
   * bucket names in the path.
   */
  public static S3Client s3(Map<String, String> environment) {
    return S3Client.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .forcePathStyle(Boolean.parseBoolean(environment.get("OFFBLOCK_S3_PATH_STYLE")))
        // The payload's own sha256 is checked on every read; a second checksum would be paid twice.
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
        .build();
  }

  /** Secrets Manager, where {@code AWS_ENDPOINT_URL} or the region says. */
  static SecretsManagerClient secretsManager() {
    return SecretsManagerClient.builder()
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
