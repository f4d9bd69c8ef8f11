package io.offblock.harvest;
import java.time.*;import java.util.*;
public final class SimMain {
  public static void main(String[] a) throws Exception {
    for (String spec : a) {
      String[] p = spec.split(",");
      Instant start = Instant.parse(p[0]);
      int minutes = Integer.parseInt(p[1]);
      long t0 = System.currentTimeMillis();
      SimulatedHarvest s = new SimulatedHarvest(p.length > 2 ? Long.parseLong(p[2]) : 1, start);
      s.minutes(minutes);
      List<Double> c = s.coverage();
      StringBuilder line = new StringBuilder();
      for (int m = 0; m < minutes; m += 5) line.append(String.format(" %d:%.1f", m, 100 * c.get(Math.min(c.size()-1, m * 6))));
      for (int m = 1; m < 10 && m*6 <= c.size(); m++) line.append(String.format(" m%d=%.1f", m, 100*c.get(m*6-1)));
      double min = 1, sum = 0; int n = 0, minAt=0;
      for (int i = 30; i < c.size(); i++) { if (c.get(i)<min){min=c.get(i);minAt=i;} sum += c.get(i); n++; }
      System.out.printf("%s air=%d min5=%.1f min=%.1f@%d mean=%.2f calls=%s statuses=%s  %d ms%n", spec, s.world().airborne(s.now()).size(), 100*c.get(30), 100*min, minAt/6, 100*sum/n, new TreeMap<>(s.world().callsByHour()).values(), s.world().statuses(), System.currentTimeMillis()-t0);
      System.out.println("   " + line);
      StringBuilder per = new StringBuilder(); for (HarvestResult r : s.results()) per.append(r.calls()).append(' ');
      System.out.println("    calls/min " + per);
      System.out.println("    "+io.offblock.harvest.plan.Cover.cover(s.plan, s.now()));
      if (System.getProperty("verbose") != null) {
        long never=0, old=0; Map<String,Integer> routes=new TreeMap<>();
        for (var f : s.world().airborne(s.now())) { if(!s.world().everSeen(f)) {never++; routes.merge("never "+f.origin().iata()+"-"+f.destination().iata(),1,Integer::sum);} else { long age=Duration.between(s.world().seenAt(f).get(), s.now()).toSeconds(); if(age>300){old++;routes.merge("old "+f.origin().iata()+"-"+f.destination().iata()+" "+age+" left "+(f.on()-s.now().getEpochSecond()/60),1,Integer::sum);} } }
        System.out.println("never "+never+" old "+old+" "+routes);
      }
    }
  }
}
