package io.offblock.bench;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/**
 * Lambda's Runtime API (2018-06-01) for several processes of several functions. A process is told
 * the address {@code 127.0.0.1:<port>/<function>}; each function has one line of calls, from which
 * whichever of its processes is free takes the next. One thread does it all, so nothing is locked.
 *
 * <p>LocalStack's own, in Python, spends more on a call than the functions do: what they can bear
 * is not seen through it.
 */
final class RuntimeServer implements AutoCloseable {
  private static final int LARGEST_ANSWER = 8 << 20;
  private static final long PATIENCE_MILLIS = 29_000;

  /**
   * A call on its way.
   *
   * @param kind of question
   * @param event as the gateway would hand it over, JSON
   * @param due when it should have been asked, of {@link System#nanoTime()}
   */
  record Call(String kind, byte[] event, long due) {}

  /**
   * Is told each answer, on the server's thread; the body is its own for the length of the call.
   */
  interface Answers {
    void answered(Call call, ByteBuf body, boolean failed);
  }

  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final Map<String, Line> lines = new HashMap<>();
  private final Answers answers;
  private final Channel channel;
  private long calls;

  /** The calls of one function, and its processes that wait for one. */
  private static final class Line {
    private final Deque<Call> waiting = new ArrayDeque<>();
    private final Deque<ChannelHandlerContext> free = new ArrayDeque<>();
    private final Map<String, Call> running = new HashMap<>();
  }

  /**
   * @param functions their names
   * @param answers is told each answer
   */
  RuntimeServer(Iterable<String> functions, Answers answers) throws InterruptedException {
    this.answers = answers;
    functions.forEach(name -> lines.put(name, new Line()));
    channel =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel one) {
                    one.pipeline()
                        .addLast(
                            new HttpServerCodec(),
                            new AtOnce(),
                            new HttpObjectAggregator(LARGEST_ANSWER),
                            new Conversation());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
  }

  int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** Hands a call over, now or as soon as a process of that function is free. */
  void ask(String function, Call call) {
    loop.execute(
        () -> {
          Line line = lines.get(function);
          ChannelHandlerContext process = line.free.poll();
          if (process == null) {
            line.waiting.add(call);
          } else {
            send(line, function, process, call);
          }
        });
  }

  /** How many processes of that function wait for a call. */
  int free(String function) {
    return here(() -> lines.get(function).free.size());
  }

  /** Runs on the server's thread: what it reads is what the answers before it have left. */
  <T> T here(Callable<T> work) {
    return loop.submit(work).syncUninterruptibly().getNow();
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void send(Line line, String function, ChannelHandlerContext process, Call call) {
    String id = new UUID(0, ++calls).toString();
    line.running.put(id, call);
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.wrappedBuffer(call.event()));
    response
        .headers()
        .set("Lambda-Runtime-Aws-Request-Id", id)
        .set(
            "Lambda-Runtime-Deadline-Ms",
            Long.toString(System.currentTimeMillis() + PATIENCE_MILLIS))
        .set(
            "Lambda-Runtime-Invoked-Function-Arn",
            "arn:aws:lambda:us-east-1:000000000000:function:offblock-" + function)
        .set("Lambda-Runtime-Trace-Id", "Root=1-0-0")
        .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, call.event().length);
    process.writeAndFlush(response);
  }

  private static void reply(ChannelHandlerContext to, HttpResponseStatus status) {
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.EMPTY_BUFFER);
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
    to.writeAndFlush(response);
  }

  /**
   * Acknowledges a request's head before its body is there: the functions' client sends them apart,
   * and waits with the second for the acknowledgement of the first (Nagle), 40 ms an answer.
   */
  private static final class AtOnce extends ChannelInboundHandlerAdapter {
    private static final ChannelOption<Boolean> QUICK =
        NioChannelOption.of(ExtendedSocketOptions.TCP_QUICKACK);

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
      if (message instanceof HttpRequest) {
        from.channel().config().setOption(QUICK, true);
      }
      from.fireChannelRead(message);
    }
  }

  /** One connection of a process. */
  private final class Conversation extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext from, FullHttpRequest request) {
      String[] path = request.uri().split("/");
      Line line = path.length < 5 ? null : lines.get(path[1]);
      if (line == null) {
        reply(from, HttpResponseStatus.NOT_FOUND);
      } else if (request.method().equals(HttpMethod.GET)) {
        Call call = line.waiting.poll();
        if (call == null) {
          line.free.add(from);
        } else {
          send(line, path[1], from, call);
        }
      } else {
        reply(from, HttpResponseStatus.ACCEPTED);
        Call call = line.running.remove(path[path.length - 2]);
        if (call != null) {
          answers.answered(call, request.content(), path[path.length - 1].equals("error"));
        }
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) {
      lines.values().forEach(line -> line.free.remove(gone));
    }
  }
}
