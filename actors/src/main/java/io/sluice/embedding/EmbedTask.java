package io.sluice.embedding;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.child.ChildTask;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs the model in a child process, since it is native code: texts go in, a vector of length one
 * for each comes out. Each text is worked on by one thread and by itself, so that its vector does
 * not depend on what comes with it.
 */
final class EmbedTask implements ChildTask {
  static final int DIMENSIONS = 384;

  /** Twice as many are possible, in twice the time; it was made with half as many. */
  static final int MOST_PIECES = 256;

  private static final String NAME = "all-minilm-l6-v2-q";

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final WordPieces words;
  private final ExecutorService threads;

  /** Takes how many texts are worked on at once. */
  EmbedTask(List<String> arguments) throws IOException, OrtException {
    var directory = Path.of(System.getProperty("java.io.tmpdir"));
    environment = OrtEnvironment.getEnvironment();
    NativeFiles.empty(directory);
    words = new WordPieces(new ObjectMapper().readTree(resource("-tokenizer.json")));
    var options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    session = environment.createSession(resource(".onnx"), options);
    threads = Executors.newFixedThreadPool(Integer.parseInt(arguments.get(0)));
  }

  private static byte[] resource(String ending) throws IOException {
    try (InputStream in = EmbedTask.class.getResourceAsStream("/" + NAME + ending)) {
      if (in == null) {
        throw new IOException(NAME + ending + " is not on the class path");
      }
      return in.readAllBytes();
    }
  }

  /** As {@link #answer} takes it. */
  static byte[] request(List<String> texts) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(texts.size());
      for (var text : texts) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(encoded.length);
        out.write(encoded);
      }
    }
    return bytes.toByteArray();
  }

  /** What {@link #answer} gave for so many texts. */
  static List<float[]> vectors(byte[] answer, int texts) throws IOException {
    if (answer.length != texts * DIMENSIONS * Float.BYTES) {
      throw new IOException("%d bytes for %d texts".formatted(answer.length, texts));
    }
    var vectors = new ArrayList<float[]>();
    try (var in = new DataInputStream(new ByteArrayInputStream(answer))) {
      for (int text = 0; text < texts; text++) {
        var vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
          vector[i] = in.readFloat();
        }
        vectors.add(vector);
      }
    }
    return vectors;
  }

  @Override
  public byte[] answer(byte[] request) throws Exception {
    var work = new ArrayList<Callable<float[]>>();
    for (var text : texts(request)) {
      work.add(() -> vector(text));
    }
    var bytes = new ByteArrayOutputStream(work.size() * DIMENSIONS * Float.BYTES);
    try (var out = new DataOutputStream(bytes)) {
      for (var done : threads.invokeAll(work)) {
        for (float value : done.get()) {
          out.writeFloat(value);
        }
      }
    }
    return bytes.toByteArray();
  }

  private static List<String> texts(byte[] request) throws IOException {
    var texts = new ArrayList<String>();
    try (var in = new DataInputStream(new ByteArrayInputStream(request))) {
      int count = in.readInt();
      for (int text = 0; text < count; text++) {
        texts.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  private float[] vector(String text) throws OrtException {
    var pieces = words.of(text, MOST_PIECES);
    var all = new long[pieces.length];
    Arrays.fill(all, 1);
    try (var ids = tensor(pieces);
        var mask = tensor(all);
        var types = tensor(new long[pieces.length]);
        var result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
      return mean(((float[][][]) result.get(0).getValue())[0]);
    }
  }

  private OnnxTensor tensor(long[] values) throws OrtException {
    return OnnxTensor.createTensor(environment, new long[][] {values});
  }

  /** Of all pieces of a text, as this model was made for. */
  private static float[] mean(float[][] pieces) {
    var sum = new double[DIMENSIONS];
    for (var piece : pieces) {
      for (int i = 0; i < DIMENSIONS; i++) {
        sum[i] += piece[i];
      }
    }
    return Vectors.unit(sum);
  }
}
