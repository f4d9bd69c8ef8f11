package io.offblock.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where webhooks may go, address by address. */
class ReachTest {
  @ParameterizedTest
  @CsvSource({
    "8.8.8.8, true, true",
    "2606:4700::1111, true, true",
    "127.0.0.1, false, true",
    "127.9.9.9, false, true",
    "::1, false, true",
    "10.1.2.3, false, true",
    "172.16.0.1, false, true",
    "172.32.0.1, true, true",
    "192.168.1.20, false, true",
    "100.64.0.1, false, true",
    "100.128.0.1, true, true",
    "fd12:3456::1, false, true",
    "169.254.169.254, false, false",
    "169.254.170.2, false, false",
    "fe80::1, false, false",
    "fd00:ec2::254, false, false",
    "0.0.0.0, false, false",
    "0.1.2.3, false, false",
    "::, false, false",
    "224.0.0.1, false, false",
    "ff02::1, false, false",
    "255.255.255.255, false, false",
    "198.18.0.1, false, false",
    "192.0.2.1, false, false",
    "2001:db8::1, false, false",
    "::ffff:127.0.0.1, false, true",
    "::ffff:169.254.169.254, false, false",
    "64:ff9b::a9fe:a9fe, false, false",
    "64:ff9b::7f00:1, false, true",
    "2002:7f00:1::, false, true",
    "2002:a9fe:a9fe::, false, false",
    "::10.0.0.1, false, true",
  })
  void anAddress(String address, boolean onAws, boolean here) throws UnknownHostException {
    InetAddress asked = InetAddress.getByName(address);
    assertEquals(onAws, Reach.PUBLIC.allows(asked), "public");
    assertEquals(here, Reach.PRIVATE.allows(asked), "private");
  }
}
