package io.offblock.alert;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Which addresses a webhook may go to. Whoever may make a rule may let us ask any address: on AWS
 * that must not be one that only we can reach.
 */
public enum Reach {
  /** Addresses of the public internet alone. */
  PUBLIC,
  /** Those of this machine and its networks too; never those of a machine's own metadata. */
  PRIVATE;

  /** Whether a webhook may go there. */
  public boolean allows(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 16) {
      byte[] inside = embedded(bytes);
      if (inside != null) {
        return allows(v4(inside));
      }
    }
    if (address.isAnyLocalAddress() || address.isMulticastAddress() || linkLocal(address, bytes)) {
      return false;
    }
    boolean own = address.isLoopbackAddress() || address.isSiteLocalAddress() || ours(bytes);
    return own ? this == PRIVATE : !reserved(bytes);
  }

  /** Link-local addresses, where clouds answer for a machine's credentials, and AWS's in IPv6. */
  private static boolean linkLocal(InetAddress address, byte[] bytes) {
    return address.isLinkLocalAddress()
        || bytes.length == 16
            && at(bytes, 0) == 0xfd
            && at(bytes, 1) == 0
            && at(bytes, 2) == 0x0e
            && at(bytes, 3) == 0xc2;
  }

  /** 100.64/10, shared by a provider's customers; fc00::/7. */
  private static boolean ours(byte[] bytes) {
    return bytes.length == 4
        ? at(bytes, 0) == 100 && (at(bytes, 1) & 0xc0) == 64
        : (at(bytes, 0) & 0xfe) == 0xfc;
  }

  /** What the registries of special addresses keep from the internet. */
  private static boolean reserved(byte[] bytes) {
    int a = at(bytes, 0);
    int b = at(bytes, 1);
    if (bytes.length == 4) {
      int c = at(bytes, 2);
      return a == 0
          || a >= 240
          || a == 192 && b == 0 && (c == 0 || c == 2)
          || a == 198 && (b & 0xfe) == 18
          || a == 198 && b == 51 && c == 100
          || a == 203 && b == 0 && c == 113;
    }
    // Only 2000::/3 is given out; of it 2001::/23 and 2001:db8::/32 are not.
    return (a & 0xe0) != 0x20
        || a == 0x20 && b == 0x01 && (at(bytes, 2) & 0xfe) == 0
        || a == 0x20 && b == 0x01 && at(bytes, 2) == 0x0d && at(bytes, 3) == 0xb8;
  }

  /** The IPv4 address that an IPv6 one stands for: mapped, compatible, NAT64, 6to4. */
  private static byte[] embedded(byte[] b) {
    boolean zeros = true;
    for (int i = 0; i < 10; i++) {
      zeros &= b[i] == 0;
    }
    boolean mapped = zeros && at(b, 10) == 0xff && at(b, 11) == 0xff;
    boolean compatible =
        zeros && b[10] == 0 && b[11] == 0 && (b[12] != 0 || b[13] != 0 || b[14] != 0);
    if (mapped
        || compatible
        || at(b, 0) == 0 && at(b, 1) == 0x64 && at(b, 2) == 0xff && at(b, 3) == 0x9b) {
      return new byte[] {b[12], b[13], b[14], b[15]};
    }
    return at(b, 0) == 0x20 && at(b, 1) == 0x02 ? new byte[] {b[2], b[3], b[4], b[5]} : null;
  }

  private static InetAddress v4(byte[] bytes) {
    try {
      return Inet4Address.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  private static int at(byte[] bytes, int index) {
    return bytes[index] & 0xff;
  }
}
