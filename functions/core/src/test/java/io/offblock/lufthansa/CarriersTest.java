package io.offblock.lufthansa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.offblock.flight.Codeshares;
import io.offblock.payload.PoisonPayload;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who operates a flight and under which other names it is sold. */
class CarriersTest {
  @Test
  void codesharesAreAListOneObjectOrAbsent() {
    String list = "'MarketingCarrierList':{'MarketingCarrier':%s},";
    String ua = "{'AirlineID':'UA','FlightNumber':'8842'}";
    String ac = "{'AirlineID':'AC','FlightNumber':'9101'}";
    assertEquals(
        List.of("AC9101", "UA8842"), codeshares(list.formatted("[" + ua + "," + ac + "]")));
    assertEquals(List.of("UA8842"), codeshares(list.formatted(ua)));
    assertEquals(List.of("UA8842"), codeshares(list.formatted("[" + ua + "," + ua + "]")));
    assertEquals(
        List.of("UA8842"),
        codeshares(list.formatted("[" + ua + ",{'AirlineID':'LH','FlightNumber':'0400'}]")));
    assertEquals(List.of(), codeshares(""));
    assertEquals(List.of(), codeshares("'MarketingCarrierList':{},"));
    assertEquals(List.of(), codeshares("'MarketingCarrierList':{'MarketingCarrier':[]},"));
  }

  private static List<String> codeshares(String list) {
    Codeshares codeshares =
        Parse.information(Parse.informationRecord(Parse.AT_1055, list + Parse.LH400))
            .codeshares()
            .orElseThrow();
    return codeshares.numbers().stream().map(Object::toString).toList();
  }

  @Test
  void whoOperates() {
    String marketing = "'MarketingCarrierList':{'MarketingCarrier':[%s]},";
    String lx = "{'AirlineID':'LX','FlightNumber':'3905'}";
    String ac = "{'AirlineID':'AC','FlightNumber':'9101'}";
    String xx = "'OperatingCarrier':{'AirlineID':'XX','FlightNumber':'3905'},";
    assertEquals("LX3905", operating(marketing.formatted(lx)));
    assertEquals("AC9101", operating(marketing.formatted(lx + "," + ac)));
    assertEquals("AC9101", operating(marketing.formatted(ac + "," + lx)));
    assertEquals("XX3905", operating(xx));
    assertEquals("LX3905", operating(marketing.formatted(lx) + xx));
    assertEquals("LX3905", operating(marketing.formatted(lx) + xx.replace("XX", "YY")));
    assertEquals("LH400", operating(marketing.formatted(lx) + Parse.LH400));
    assertEquals(
        "LX3905", operating(marketing.formatted(lx) + "'OperatingCarrier':{'AirlineID':'LX'},"));
  }

  private static String operating(String carriers) {
    return Parse.information(Parse.informationRecord(Parse.AT_1055, carriers))
        .id()
        .operating()
        .toString();
  }

  @Test
  void flightStatusWithoutOperatingCarrierIsOperatedByItsMarketingCarrier() {
    String record = Parse.STATUS.formatted("").replaceAll("'OperatingCarrier':\\{[^}]*\\},", "");
    assertEquals("LH400", Parse.flightStatus(record).id().operating().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'OperatingCarrier':{'AirlineID':'LH','FlightNumber':'X12'},",
        "'OperatingCarrier':{'AirlineID':'L','FlightNumber':'412'},",
        "'OperatingCarrier':{'AirlineID':'LH4','FlightNumber':'00'},",
        "'OperatingCarrier':{'AirlineID':'LH','FlightNumber':'1234567'},",
        "'OperatingCarrier':{'AirlineID':'LH','FlightNumber':1.5},",
        "'OperatingCarrier':{'AirlineID':['LH'],'FlightNumber':'400'},",
        "'OperatingCarrier':'Parse.LH400',",
        ""
      })
  void withoutACarrierAndANumberThereIsNoFlight(String carriers) {
    PoisonPayload poison =
        assertThrows(
            PoisonPayload.class,
            () -> Parse.information(Parse.informationRecord(Parse.AT_1055, carriers)));
    assertEquals("all-rejected", poison.reason());
  }
}
