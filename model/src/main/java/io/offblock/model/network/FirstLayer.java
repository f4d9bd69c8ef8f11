package io.offblock.model.network;

import java.util.Arrays;
import java.util.List;

/**
 * What each group of features adds to the first layer of a network. As the layer is a sum, a group
 * can be taken out of a row and another's put in its place. Carrier and airports count to the group
 * of what is remembered of them.
 */
public final class FirstLayer {
  private static final String PLACES = "memory";
  private final Network network;
  private final List<String> groups;
  private final int[] groupOf;
  private final int places;

  /**
   * @param featureGroups the group of each feature
   */
  public FirstLayer(Network network, List<String> featureGroups) {
    this.network = network;
    groups = featureGroups.stream().distinct().toList();
    groupOf = featureGroups.stream().mapToInt(groups::indexOf).toArray();
    places = Math.max(0, groups.indexOf(PLACES));
  }

  /** The groups in the order of the layers. */
  public List<String> groups() {
    return groups;
  }

  /** Fills in each group's part of a row. */
  public void fill(Rows rows, int row, float[][] to) {
    for (float[] group : to) {
      Arrays.fill(group, 0);
    }
    byte[] codes = rows.codes(row);
    int at = rows.at(row);
    for (int f = 0; f < groupOf.length; f++) {
      network.addFeature(f, codes[at + f] & 0xff, to[groupOf[f]]);
    }
    network.addPlaces(rows.carrier(row), rows.origin(row), rows.destination(row), to[places]);
  }

  /** The network's answer to the sum of such parts. */
  public Network.Answer answer(float[][] parts, int horizon, Network.Scratch scratch) {
    float[] sum = new float[network.layout().first()];
    for (float[] part : parts) {
      for (int j = 0; j < sum.length; j++) {
        sum[j] += part[j];
      }
    }
    return network.answer(sum, horizon, scratch);
  }
}
