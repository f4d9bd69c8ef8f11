package io.offblock.learning;

import io.offblock.load.StoreUnavailable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/** The workflow in Step Functions. */
final class SfnWorkflow implements StartRetraining.Workflow {
  private final SfnClient client;
  private final String machine;

  /**
   * @param machine ARN of the state machine
   */
  SfnWorkflow(SfnClient client, String machine) {
    this.client = client;
    this.machine = machine;
  }

  @Override
  public boolean start(String name, String input) {
    try {
      client.startExecution(r -> r.stateMachineArn(machine).name(name).input(input));
      return true;
    } catch (ExecutionAlreadyExistsException e) {
      return false;
    } catch (SdkException e) {
      throw new StoreUnavailable("stepfunctions", "starting " + name, e);
    }
  }
}
