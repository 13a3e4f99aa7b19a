package io.sluice.export;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.ObjectCodec;
import com.fasterxml.jackson.core.io.CharTypes;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.json.UTF8StreamJsonParser;
import com.fasterxml.jackson.core.sym.ByteQuadsCanonicalizer;
import java.io.IOException;
import java.io.InputStream;

/**
 * Parsers for JSON as Telegram Desktop writes it: always UTF-8, and with control characters in the
 * form {@code \x0B}, which JSON does not have (tdesktop issue 27571).
 */
final class TelegramJsonFactory extends JsonFactory {

  @Override
  protected JsonParser _createParser(InputStream in, IOContext context) {
    return new Parser(
        context,
        _parserFeatures,
        in,
        _objectCodec,
        _byteSymbolCanonicalizer.makeChild(_factoryFeatures),
        context.allocReadIOBuffer());
  }

  private static final class Parser extends UTF8StreamJsonParser {
    Parser(
        IOContext context,
        int features,
        InputStream in,
        ObjectCodec codec,
        ByteQuadsCanonicalizer names,
        byte[] buffer) {
      super(context, features, in, codec, names, buffer, 0, 0, 0, true);
    }

    @Override
    protected char _decodeEscaped() throws IOException {
      if (peek() != 'x') {
        return super._decodeEscaped();
      }
      _inputPtr++;
      return (char) (hexDigit() << 4 | hexDigit());
    }

    private int hexDigit() throws IOException {
      int c = peek();
      int digit = CharTypes.charToHex(c);
      if (digit < 0) {
        _reportUnexpectedChar(c, "expected two hexadecimal digits behind \\x");
      }
      _inputPtr++;
      return digit;
    }

    private int peek() throws IOException {
      if (_inputPtr >= _inputEnd) {
        _loadMoreGuaranteed();
      }
      return _inputBuffer[_inputPtr] & 0xFF;
    }
  }
}
