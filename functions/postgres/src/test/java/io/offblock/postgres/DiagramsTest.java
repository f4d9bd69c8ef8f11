package io.offblock.postgres;

import io.offblock.flight.Flight;
import io.offblock.flight.FlightDigest;
import io.offblock.flight.FlightReport;
import io.offblock.flight.FlightState;
import io.offblock.payload.ParsedPayload;
import io.offblock.payload.Payload;
import io.offblock.payload.StoredObject;
import io.offblock.reference.Reference;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The diagrams of {@code docs/postgres}, made from the live schema and from the classes. */
class DiagramsTest {
  private static final String MADE =
      "Made by DiagramsTest from %s; it fails where this page is not current.";

  @Test
  void entities() throws IOException {
    Diagram.check(
        "entities.md",
        "Entities",
        MADE.formatted("the catalog of a database with all migrations")
            + "\nSolid lines are foreign keys; dotted ones are codes that may come before what they name, so that no answer waits"
            + " for\nanother. Partitions of `flight` are left out ([partitions.md](partitions.md)).",
        "erDiagram\n"
            + Database.query(
                """
                select format(E'  %1$s {\\n%2$s\\n  }', replace(c.oid::regclass::text, '.', '_'), string_agg(format('    %s %s%s%s',
                    case t.typname when '_text' then 'text[]' else t.typname end, a.attname,
                    coalesce(' ' || (
                      select string_agg(upper(key.contype::text) || 'K', ', ' order by key.contype desc)
                      from pg_constraint key
                      where key.conrelid = c.oid and key.contype in ('p', 'f', 'u') and a.attnum = any (key.conkey)), ''),
                    case when col_description(c.oid, a.attnum) is null then ''
                      else ' "' || replace(col_description(c.oid, a.attnum), '"', '''') || '"' end),
                  E'\\n' order by a.attnum))
                from pg_class c
                join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                join pg_type t on t.oid = a.atttypid
                where c.relnamespace in ('public'::regnamespace, 'alert'::regnamespace) and c.relkind in ('r', 'p', 'v') and not c.relispartition
                  and c.relname not like 'flyway%'
                group by c.oid, c.relname
                order by c.relname
                """)
            + "\n"
            + Database.query(
                """
                select format('  %s ||--o{ %s : "%s"', replace(f.confrelid::regclass::text, '.', '_'),
                  replace(f.conrelid::regclass::text, '.', '_'), a.attname)
                from pg_constraint f
                join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
                where f.contype = 'f'
                order by 1
                """)
            + "\n"
            + Database.query(
                """
                select format('  %s |o..o{ %s : "%s"', named, naming, string_agg(by, ', ' order by position))
                from (values
                  ('flight', 'observation', 'flight'), ('observation_state', 'observation', 'hash'),
                  ('flight', 'observation_state', 'flight'), ('payload', 'flight', 'operation_payload'),
                  ('airport', 'flight', 'origin'), ('airport', 'flight', 'destination'),
                  ('airline', 'flight', 'carrier'), ('aircraft_type', 'flight', 'aircraft_type'),
                  ('city', 'airport', 'city'), ('country', 'airport', 'country'), ('country', 'city', 'country'),
                  ('airline', 'icao_designator', 'iata'), ('flight', 'flight_performance', 'id')) as r (named, naming, by)
                join information_schema.columns c on c.table_schema = 'public' and c.table_name = naming
                  and c.column_name = by
                cross join lateral (select c.ordinal_position as position) as p
                where to_regclass(named) is not null
                group by named, naming
                order by 1
                """)
            + "\n");
  }

  @Test
  void classes() throws IOException {
    Set<Class<?>> nouns = nouns();
    StringBuilder text = new StringBuilder("classDiagram\n");
    Set<String> lines = new TreeSet<>();
    for (Class<?> noun : nouns) {
      text.append("  class ").append(name(noun)).append(" {\n");
      if (noun.isEnum() || noun.isInterface()) {
        text.append(noun.isEnum() ? "    <<enumeration>>\n" : "    <<interface>>\n");
      }
      members(noun).forEach(member -> text.append("    ").append(member).append('\n'));
      text.append("  }\n");
      for (Class<?> kind : noun.getInterfaces()) {
        if (nouns.contains(kind)) {
          lines.add("  %s <|.. %s".formatted(name(kind), name(noun)));
        }
      }
      if (noun.isRecord()) {
        for (RecordComponent part : noun.getRecordComponents()) {
          for (Class<?> of : classes(part.getGenericType())) {
            if (nouns.contains(of)) {
              lines.add(
                  "  %s --> \"%s\" %s : %s"
                      .formatted(name(noun), count(part.getType()), name(of), part.getName()));
            }
          }
        }
      }
    }
    lines.forEach(line -> text.append(line).append('\n'));
    Diagram.check(
        "classes.md",
        "Classes",
        MADE.formatted("core's records") + "\nComponents are what a record holds.",
        text.toString());
  }

  /** What the core speaks of: these and all that they hold. */
  private static Set<Class<?>> nouns() {
    Deque<Class<?>> left =
        new ArrayDeque<>(
            List.of(
                Flight.class,
                FlightReport.class,
                FlightState.class,
                Payload.class,
                ParsedPayload.class,
                StoredObject.class,
                Reference.class,
                FlightDigest.Day.class));
    TreeMap<String, Class<?>> nouns = new TreeMap<>();
    while (!left.isEmpty()) {
      Class<?> noun = left.pop();
      if (noun.getName().startsWith("io.offblock.") && nouns.put(name(noun), noun) == null) {
        if (noun.isRecord()) {
          for (RecordComponent part : noun.getRecordComponents()) {
            left.addAll(classes(part.getGenericType()));
          }
        }
        if (noun.isSealed()) {
          left.addAll(List.of(noun.getPermittedSubclasses()));
        }
      }
    }
    return new LinkedHashSet<>(nouns.values());
  }

  private static List<String> members(Class<?> noun) {
    List<String> members = new ArrayList<>();
    if (noun.isEnum()) {
      Arrays.stream(noun.getEnumConstants()).forEach(c -> members.add(c.toString()));
    } else if (noun.isRecord()) {
      for (RecordComponent part : noun.getRecordComponents()) {
        members.add(text(part.getGenericType()) + " " + part.getName());
      }
    } else {
      Arrays.stream(noun.getDeclaredMethods())
          .filter(m -> Modifier.isAbstract(m.getModifiers()))
          .map(m -> text(m.getGenericReturnType()) + " " + m.getName())
          .sorted()
          .forEach(members::add);
    }
    return members;
  }

  /** As Mermaid writes types: tildes for angle brackets. */
  private static String text(Type type) {
    return switch (type) {
      case Class<?> plain -> plain.isArray() ? plain.getSimpleName() : name(plain);
      case ParameterizedType generic ->
          ((Class<?>) generic.getRawType()).getSimpleName()
              + "~"
              + String.join(
                  ",",
                  Arrays.stream(generic.getActualTypeArguments()).map(DiagramsTest::text).toList())
              + "~";
      default -> type.getTypeName();
    };
  }

  private static Set<Class<?>> classes(Type type) {
    Set<Class<?>> classes = new LinkedHashSet<>();
    if (type instanceof Class<?> plain) {
      classes.add(plain);
    } else if (type instanceof ParameterizedType generic) {
      classes.add((Class<?>) generic.getRawType());
      for (Type argument : generic.getActualTypeArguments()) {
        classes.addAll(classes(argument));
      }
    }
    return classes;
  }

  private static String count(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "Optional" -> "0..1";
      case "List" -> "*";
      default -> "1";
    };
  }

  private static String name(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return outer == null ? type.getSimpleName() : outer.getSimpleName() + type.getSimpleName();
  }
}
