package io.offblock.load;

import io.offblock.load.Fault.Kind;
import io.offblock.load.Fault.Way;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The wire between a loader and a store, on loopback, which breaks where a test says. Without a
 * fault it only carries bytes, in pieces small enough that a write is several of them.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int PIECE = 1024;
  private static final int CONNECT_MILLIS = 3000;

  private final InetSocketAddress store;
  private final ServerSocket door;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Map<Way, Integer> pieces = new EnumMap<>(Way.class);
  private Optional<Fault> laid = Optional.empty();
  private Duration latency = Duration.ZERO;
  private boolean refusing;

  /** Opens a port of its own before a store. */
  public FaultProxy(InetSocketAddress store) {
    this.store = store;
    try {
      door = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("fault-proxy").start(this::accept);
  }

  /** Its own port on loopback. */
  public int port() {
    return door.getLocalPort();
  }

  /** The next fault; pieces are counted anew from here, over all connections. */
  synchronized void lay(Fault fault) {
    pieces.clear();
    laid = Optional.of(fault);
  }

  /**
   * Whole again: connections that were silenced are reset, as by a network that comes back.
   *
   * @return whether the fault that was laid had happened
   */
  boolean mend() {
    boolean happened;
    synchronized (this) {
      happened = laid.isEmpty();
      laid = Optional.empty();
    }
    links.stream().filter(l -> l.silent).forEach(Link::reset);
    return happened;
  }

  /** Whether the fault that was laid last has happened. */
  synchronized boolean happened() {
    return laid.isEmpty();
  }

  /** Each piece takes so much longer, both ways. */
  synchronized void slow(Duration each) {
    latency = each;
  }

  /** Resets every connection and lets nobody in, as a store that is not there; or lets them in. */
  public synchronized void refuse(boolean whether) {
    refusing = whether;
    if (whether) {
      links.forEach(Link::reset);
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    links.forEach(Link::reset);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Link link = new Link(door.accept());
        if (refuses()) {
          link.reset();
        } else {
          link.open();
        }
      } catch (IOException e) {
        System.getLogger("fault-proxy").log(System.Logger.Level.DEBUG, "nobody was let in", e);
      }
    }
  }

  private synchronized boolean refuses() {
    return refusing;
  }

  private synchronized Duration latency() {
    return latency;
  }

  /** The fault, where it is this piece's turn; it happens once. */
  private synchronized Optional<Kind> next(Way way) {
    int number = pieces.merge(way, 1, Integer::sum);
    Optional<Kind> kind = laid.filter(f -> f.way() == way && f.piece() == number).map(Fault::kind);
    if (kind.isPresent()) {
      laid = Optional.empty();
    }
    return kind;
  }

  /** One connection of a client, and ours to the store for it. */
  private final class Link {
    private final Socket client;
    private final Socket server = new Socket();
    private volatile boolean silent;

    Link(Socket client) {
      this.client = client;
    }

    void open() throws IOException {
      try {
        server.connect(store, CONNECT_MILLIS);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
      } catch (IOException e) {
        reset();
        throw e;
      }
      links.add(this);
      Thread.ofVirtual().start(() -> carry(Way.REQUEST, client, server));
      Thread.ofVirtual().start(() -> carry(Way.ANSWER, server, client));
    }

    private void carry(Way way, Socket from, Socket to) {
      byte[] piece = new byte[PIECE];
      try {
        for (int read = from.getInputStream().read(piece);
            read >= 0;
            read = from.getInputStream().read(piece)) {
          if (silent) {
            continue;
          }
          Thread.sleep(latency());
          Optional<Kind> fault = next(way);
          if (fault.isPresent()) {
            befall(fault.get(), piece, read, from, to);
            if (!silent) {
              return;
            }
          } else {
            to.getOutputStream().write(piece, 0, read);
          }
        }
        if (!silent) {
          to.shutdownOutput();
        }
      } catch (IOException broken) {
        reset();
      } catch (InterruptedException e) {
        reset();
        Thread.currentThread().interrupt();
      }
    }

    private void befall(Kind kind, byte[] piece, int length, Socket from, Socket to)
        throws IOException {
      switch (kind) {
        case RESET -> reset();
        case TORN -> {
          to.getOutputStream().write(piece, 0, length / 2);
          reset();
        }
        case CUT_AFTER -> {
          to.getOutputStream().write(piece, 0, length);
          links.remove(this);
          // An orderly end behind the bytes: a reset could overtake them.
          to.close();
          FaultProxy.reset(from);
        }
        case HALF_CLOSED -> to.shutdownOutput();
        case SILENT -> silent = true;
      }
    }

    void reset() {
      links.remove(this);
      FaultProxy.reset(client);
      FaultProxy.reset(server);
    }
  }

  private static void reset(Socket end) {
    try {
      end.setSoLinger(true, 0);
      end.close();
    } catch (IOException e) {
      System.getLogger("fault-proxy").log(System.Logger.Level.DEBUG, "closed already", e);
    }
  }
}
