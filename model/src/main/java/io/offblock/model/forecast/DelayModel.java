package io.offblock.model.forecast;

import io.offblock.model.feature.FeatureStream;
import io.offblock.model.feature.Flights;
import io.offblock.model.feature.Horizon;
import io.offblock.model.feature.MemoryState;
import io.offblock.model.network.Encoding;
import io.offblock.model.network.Network;
import io.offblock.model.network.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A delay model, whole: how features are encoded, a network for the evening before and one for the
 * day, their calibration, the rolling correction, and the long memory that features begin from. It
 * is one folder of three files, four where the memory was carried on, and needs no native library.
 *
 * <p>Forecasting is safe for many threads; {@link #correction()} is not while it is changed.
 */
public final class DelayModel {
  /** The file of its folder that changes daily: the rolling correction. */
  public static final String CORRECTION = ModelFolder.CORRECTION;

  /**
   * The file that its folder may hold beside {@link #files()}: the long memory as it was carried on
   * since training, {@link MemoryState#toFile()}. It stands for the one of training.
   */
  public static final String MEMORY = ModelFolder.MEMORY;

  private final Encoding encoding;
  private final Specialist evening;
  private final Specialist day;
  private final Network eveningNetwork;
  private final Network dayNetwork;
  private final Vocabulary carriers;
  private final Vocabulary airports;
  private final Calibration calibration;
  private final RollingCorrection correction;
  private final Optional<MemoryState> memory;
  private final Map<String, Object> metadata;
  private final Reasons eveningReasons;
  private final Reasons dayReasons;

  /**
   * @param evening for {@link Horizon#D0}
   * @param day for all other moments
   * @param memory the long memory at the end of training, or carried on since
   * @param metadata what is to be said of it: version, windows, sources, recipe; values that JSON
   *     can hold
   */
  public DelayModel(
      Encoding encoding,
      Specialist evening,
      Specialist day,
      Vocabulary carriers,
      Vocabulary airports,
      Calibration calibration,
      RollingCorrection correction,
      Optional<MemoryState> memory,
      Map<String, Object> metadata) {
    this.encoding = encoding;
    this.evening = evening;
    this.day = day;
    eveningNetwork = new Network(encoding, evening.weights());
    dayNetwork = new Network(encoding, day.weights());
    this.carriers = carriers;
    this.airports = airports;
    this.calibration = calibration;
    this.correction = correction;
    this.memory = memory;
    this.metadata = Map.copyOf(metadata);
    eveningReasons = new Reasons(eveningNetwork, encoding, evening.usual(), calibration);
    dayReasons = new Reasons(dayNetwork, encoding, day.usual(), calibration);
  }

  /** What is said of it. */
  public Map<String, Object> metadata() {
    return metadata;
  }

  /** The same model with other words about it. */
  public DelayModel with(Map<String, Object> metadata) {
    return new DelayModel(
        encoding, evening, day, carriers, airports, calibration, correction, memory, metadata);
  }

  /** The same recipe, calibration and memory with other networks. */
  public DelayModel with(Specialist evening, Specialist day) {
    return new DelayModel(
        encoding, evening, day, carriers, airports, calibration, correction, memory, metadata);
  }

  /** The same networks with another calibration. */
  public DelayModel with(Calibration calibration, RollingCorrection correction) {
    return new DelayModel(
        encoding, evening, day, carriers, airports, calibration, correction, memory, metadata);
  }

  /** How numbers are encoded: names, groups and bins of the features. */
  public Encoding encoding() {
    return encoding;
  }

  /** Carriers it has an embedding for. */
  public Vocabulary carriers() {
    return carriers;
  }

  /** Airports it has an embedding for. */
  public Vocabulary airports() {
    return airports;
  }

  /** The state that outcomes of each day update. */
  public RollingCorrection correction() {
    return correction;
  }

  /** The long memory at the end of training, or as it was carried on since. */
  public Optional<MemoryState> memory() {
    return memory;
  }

  /** The same model without its memory: for flights that reach back as far as it was trained on. */
  public DelayModel fresh() {
    return new DelayModel(
        encoding,
        evening,
        day,
        carriers,
        airports,
        calibration,
        correction,
        Optional.empty(),
        metadata);
  }

  /** The network that answers at a horizon. */
  Network network(int horizon) {
    return horizon == Horizon.D0.ordinal() ? eveningNetwork : dayNetwork;
  }

  /**
   * Rows of flights at horizons.
   *
   * @param flights past and to come, back to the moment of the {@link #memory()}, or two days from
   *     what is asked
   */
  public Rows rows(Flights flights, Set<Horizon> horizons, IntPredicate wanted) {
    FeatureStream stream = new FeatureStream(flights, memory.orElse(null));
    Encoder encoder = new Encoder(encoding, carriers, airports, stream.names());
    stream.run(horizons, wanted, (i, h, age, values) -> encoder.add(flights, i, h, values));
    return encoder.rows();
  }

  /** Rows of flights from all that is known at one moment, whatever time is left. */
  public Rows rowsAt(Flights flights, Instant moment, int[] wanted) {
    return rowsAt(flights, moment, wanted, new int[0]);
  }

  /**
   * The same where some departures are known that may be later than the moment.
   *
   * @param foretold flights whose departure is taken as known
   */
  public Rows rowsAt(Flights flights, Instant moment, int[] wanted, int[] foretold) {
    FeatureStream stream = new FeatureStream(flights, memory.orElse(null));
    Encoder encoder = new Encoder(encoding, carriers, airports, stream.names());
    stream.at(moment, wanted, foretold, (i, h, age, values) -> encoder.add(flights, i, h, values));
    return encoder.rows();
  }

  /**
   * The forecast of a row.
   *
   * @param localDay the flight's day, for the correction
   * @param reasons whether they are wanted; they cost fifteen more answers
   */
  public Forecast forecast(Rows rows, int row, int localDay, boolean reasons) {
    int horizon = rows.horizon(row);
    Network network = network(horizon);
    Network.Answer raw = network.answer(rows, row, network.scratch());
    Network.Answer a = corrected(calibrated(raw, horizon), horizon, localDay);
    Reasons of = horizon == Horizon.D0.ordinal() ? eveningReasons : dayReasons;
    return new Forecast(
        Calibration.probability(a.logOdds()),
        a.low(),
        a.median(),
        a.high(),
        reasons ? of.of(rows, row) : List.of());
  }

  /**
   * The networks' answers to all rows, calibrated, without the rolling correction. All processors
   * share them.
   */
  public Network.Answer[] answers(Rows rows) {
    Network.Answer[] answers = new Network.Answer[rows.size()];
    eveningNetwork.answers(rows, picked(rows, true), answers);
    dayNetwork.answers(rows, picked(rows, false), answers);
    Arrays.parallelSetAll(answers, r -> calibrated(answers[r], rows.horizon(r)));
    return answers;
  }

  private static int[] picked(Rows rows, boolean inTheEvening) {
    int evening = Horizon.D0.ordinal();
    return IntStream.range(0, rows.size())
        .filter(r -> rows.horizon(r) == evening == inTheEvening)
        .toArray();
  }

  private Network.Answer calibrated(Network.Answer a, int h) {
    return new Network.Answer(
        calibration.logOdds(h, a.logOdds()),
        a.low() + calibration.low()[h],
        a.median() + calibration.median()[h],
        a.high() + calibration.high()[h]);
  }

  private Network.Answer corrected(Network.Answer a, int horizon, int localDay) {
    return corrected(a, correction.shift(horizon, localDay));
  }

  /** An answer moved; its quantiles stay in order. */
  public static Network.Answer corrected(Network.Answer a, RollingCorrection.Shift shift) {
    double median = a.median() + shift.median();
    return new Network.Answer(
        a.logOdds() + shift.logOdds(),
        Math.min(median, a.low() + shift.low()),
        median,
        Math.max(median, a.high() + shift.high()));
  }

  /** Writes the folder; what was there under the same names is replaced. */
  public void save(Path folder) throws IOException {
    ModelFolder.save(this, evening, day, calibration, folder);
  }

  /**
   * Reads what {@link #save} wrote.
   *
   * @throws IOException where the folder holds no model, or one of another format
   */
  public static DelayModel load(Path folder) throws IOException {
    return ModelFolder.load(folder);
  }

  /** The names of the files of a model's folder. */
  public static List<String> files() {
    return ModelFolder.FILES;
  }
}
