package io.sluice.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.Closeable;
import java.io.IOException;

/**
 * The JSON of an export from any byte on: a file and a byte go in, tokens and trees come out, with
 * places told as bytes of the file. How deep and how long values may be is Jackson's default: 1000
 * levels, 20 million characters.
 */
public final class ExportJson implements Closeable {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(new TelegramJsonFactory())
          .registerModule(new SimpleModule().addDeserializer(JsonNode.class, new MessageTrees()));

  private final ExportFile file;
  private final ExportBytes bytes;
  private final JsonParser parser;

  private ExportJson(ExportFile file, ExportBytes bytes) throws IOException {
    this.file = file;
    this.bytes = bytes;
    this.parser = MAPPER.createParser(bytes);
  }

  /** The whole document. */
  public static ExportJson document(ExportFile file) throws IOException {
    try {
      return new ExportJson(file, ExportBytes.whole(file));
    } catch (IOException e) {
      throw ExportFile.unreadable(file.path(), e);
    }
  }

  /** The array that begins at this byte; the current token is its start. */
  public static ExportJson array(ExportFile file, long start) throws IOException {
    return behind("", file, start, 1);
  }

  /**
   * The rest of an array behind an element that ends at this byte. An empty object stands in for
   * what lies before, so that the comma which follows is in its place.
   */
  public static ExportJson restOfArray(ExportFile file, long offset) throws IOException {
    return behind("[{}", file, offset, 3);
  }

  /** The rest of an array that begins with this element's first byte. */
  public static ExportJson arrayFrom(ExportFile file, long offset) throws IOException {
    return behind("[", file, offset, 1);
  }

  /** The rest of the outermost object behind a value that ends at this byte. */
  public static ExportJson restOfObject(ExportFile file, long offset) throws IOException {
    return behind("{\"\":[]", file, offset, 4);
  }

  /** A list of chats from this chat on, in an object of its own; nothing of it is read yet. */
  public static ExportJson chatsFrom(ExportFile file, long offset) throws IOException {
    return behind("{\"chats\":{\"list\":[", file, offset, 0);
  }

  private static ExportJson behind(String before, ExportFile file, long offset, int tokens)
      throws IOException {
    ExportJson json;
    try {
      json = new ExportJson(file, ExportBytes.behind(before, file, offset));
    } catch (IOException e) {
      throw ExportFile.unreadable(file.path(), e);
    }
    try {
      for (int i = 0; i < tokens; i++) {
        json.parser.nextToken();
      }
      return json;
    } catch (IOException e) {
      json.close();
      throw json.explained(e, "before its first message");
    }
  }

  public JsonParser parser() {
    return parser;
  }

  /** The value whose first token is the current one. */
  public JsonNode tree() throws IOException {
    return MAPPER.readTree(parser);
  }

  public static JsonNode tree(String json) throws JsonProcessingException {
    return MAPPER.readTree(json);
  }

  /** The byte of the file at which the current token begins. */
  public long begin() {
    return bytes.inFile(parser.currentTokenLocation().getByteOffset());
  }

  /** Whether the file's last byte was given and more was asked for. */
  public boolean ended() {
    return bytes.ended();
  }

  /** The byte of the file behind the current token. */
  public long position() {
    return bytes.inFile(parser.currentLocation().getByteOffset());
  }

  /** What is wrong and where, such as {@code cut off at byte 123456}. */
  public String fault(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return "beyond what is read at byte %d: %s".formatted(position(), e.getOriginalMessage());
    }
    if (bytes.ended()) {
      return "cut off at byte " + bytes.position();
    }
    var place = e.getLocation();
    return "malformed at byte "
        + (place == null ? position() : bytes.inFile(place.getByteOffset()));
  }

  /** The failure to report for one met while reading. */
  public IOException explained(IOException e, String after) {
    return e instanceof JsonProcessingException json
        ? new BrokenExportException(file.path(), fault(json), after, e)
        : ExportFile.unreadable(file.path(), e);
  }

  @Override
  public void close() throws IOException {
    parser.close();
    bytes.close();
  }
}
