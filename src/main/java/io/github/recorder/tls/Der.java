package io.github.recorder.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes the few kinds of ASN.1 values that a certificate is made of, in the encoding of X.690, DER. */
final class Der {

    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTC_TIME = 0x17;
    private static final int SEQUENCE = 0x30;

    private static final int CONTEXT = 0x80;
    private static final int CONSTRUCTED = 0x20;

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... values) {
        return value(SEQUENCE, values);
    }

    /** A value that is marked by its place, as {@code [n] EXPLICIT} of the specifications. */
    static byte[] explicit(int place, byte[] value) {
        return value(CONTEXT | CONSTRUCTED | place, value);
    }

    /** Bytes that are marked by their place, as {@code [n] IMPLICIT} of a string. */
    static byte[] implicit(int place, byte[] content) {
        return value(CONTEXT | place, content);
    }

    static byte[] integer(BigInteger number) {
        return value(INTEGER, number.toByteArray());
    }

    static byte[] yes() {
        return value(BOOLEAN, new byte[] {(byte) 0xff});
    }

    static byte[] octets(byte[] content) {
        return value(OCTET_STRING, content);
    }

    /** Bits; the first of them is the highest of the first byte, and so many at the end do not count. */
    static byte[] bits(int unused, byte... content) {
        return value(BIT_STRING, new byte[] {(byte) unused}, content);
    }

    /** A name of ASCII characters where the place says that it is one. */
    static byte[] name(int place, String ascii) {
        return implicit(place, ascii.getBytes(StandardCharsets.US_ASCII));
    }

    /** A time, to the second; of a year up to 2049. */
    static byte[] time(Instant time) {
        return value(UTC_TIME, UTC.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    /** An identifier such as {@code 2.5.29.17}. */
    static byte[] identifier(String dotted) {
        String[] parts = dotted.split("\\.", -1);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(40 * Integer.parseInt(parts[0]) + Integer.parseInt(parts[1]));
        for (int i = 2; i < parts.length; i++) {
            int part = Integer.parseInt(parts[i]);
            for (int shift = 28; shift >= 0; shift -= 7) {
                if (shift == 0) {
                    content.write(part & 0x7f);
                } else if (part >>> shift != 0) {
                    content.write(((part >>> shift) & 0x7f) | 0x80);
                }
            }
        }
        return value(OBJECT_IDENTIFIER, content.toByteArray());
    }

    private static byte[] value(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length += content.length;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(length + 4);
        bytes.write(tag);
        if (length < 0x80) {
            bytes.write(length);
        } else {
            byte[] number = BigInteger.valueOf(length).toByteArray();
            int zeros = number[0] == 0 ? 1 : 0;
            bytes.write(0x80 | number.length - zeros);
            bytes.write(number, zeros, number.length - zeros);
        }
        for (byte[] content : contents) {
            bytes.writeBytes(content);
        }
        return bytes.toByteArray();
    }
}
