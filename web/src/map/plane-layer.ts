import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from "maplibre-gl";
import { MOST_LOOKS, type Look } from "../colour";
import { pageSeconds, type Sky } from "../sky";
import { FRAGMENT_SHADER, vertexShader } from "./shader";
import { planeSprite } from "./sprite";

const FLOATS = 16;
const CORNERS = new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]);
const ATTRIBUTES = ["a_from", "a_side", "a_times", "a_look"] as const;

/** The colours a theme gives the planes: one a class, and the ground they lie on. */
export interface PlanePaint {
  classes: readonly string[];
  ground: string;
}

export function planePaint(theme: "dark" | "light", ground: string, looks: readonly Look[]): PlanePaint {
  return { classes: Array.from({ length: MOST_LOOKS }, (_, i) => (looks[i] ?? looks.at(-1)!)[theme]), ground };
}

const rgb = (hex: string): number[] => [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255);

/** All planes in one instanced draw call; the buffer changes when the data does, the frame costs a handful of uniforms. */
export class PlaneLayer implements CustomLayerInterface {
  readonly id = "planes";
  readonly type = "custom" as const;
  readonly renderingMode = "2d" as const;
  /** Which planes are marked, by their ids: their places in the buffer change with the data. */
  selected: string | undefined;
  hovered: string | undefined;
  /** Milliseconds of script of the last frames, newest last, and how often the buffer was filled. */
  readonly frameMs: number[] = [];
  uploads = 0;
  private map: MapLibreMap | undefined;
  private programs = new Map<string, WebGLProgram>();
  private uniforms = new Map<WebGLProgram, Map<string, WebGLUniformLocation | null>>();
  private corners: WebGLBuffer | null = null;
  private instances: WebGLBuffer | null = null;
  private layout: WebGLVertexArrayObject | null = null;
  private texture: WebGLTexture | null = null;
  private count = 0;
  /** Where each flight stands in the buffer. */
  private places = new Map<string, number>();
  private shown = 0;
  private dirty = true;
  private readonly epoch = Math.floor(Date.now() / 1000);

  constructor(
    private readonly sky: Sky,
    private paint: PlanePaint,
  ) {}

  repaint(paint: PlanePaint): void {
    this.paint = paint;
  }

  /** The data or the filter changed: fill the buffer before the next frame. */
  changed(): void {
    this.dirty = true;
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.map = map;
    this.programs.clear();
    this.uniforms.clear();
    this.corners = gl.createBuffer();
    gl.bindBuffer(gl.ARRAY_BUFFER, this.corners);
    gl.bufferData(gl.ARRAY_BUFFER, CORNERS, gl.STATIC_DRAW);
    gl.bindVertexArray((this.layout = gl.createVertexArray()));
    gl.enableVertexAttribArray(0);
    gl.vertexAttribPointer(0, 2, gl.FLOAT, false, 0, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, (this.instances = gl.createBuffer()));
    ATTRIBUTES.forEach((_, i) => {
      gl.enableVertexAttribArray(i + 1);
      gl.vertexAttribPointer(i + 1, 4, gl.FLOAT, false, FLOATS * 4, i * 16);
      gl.vertexAttribDivisor(i + 1, 1);
    });
    gl.bindVertexArray(null);
    this.texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, planeSprite());
    gl.generateMipmap(gl.TEXTURE_2D);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    this.dirty = true;
  }

  onRemove(_map: MapLibreMap, gl: WebGL2RenderingContext): void {
    gl.deleteBuffer(this.corners);
    gl.deleteBuffer(this.instances);
    gl.deleteVertexArray(this.layout);
    gl.deleteTexture(this.texture);
    for (const program of this.programs.values()) gl.deleteProgram(program);
  }

  render(gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    const begin = performance.now();
    if (this.dirty) this.upload(gl);
    if (this.count > 0) this.draw(gl, input);
    this.frameMs.push(performance.now() - begin);
    if (this.frameMs.length > 240) this.frameMs.shift();
  }

  private upload(gl: WebGL2RenderingContext): void {
    const planes = this.sky.planes;
    const data = new Float32Array(planes.length * FLOATS);
    planes.forEach((p, i) => {
      data.set(p.start, i * FLOATS);
      data[i * FLOATS + 3] = p.whole;
      data.set(p.across, i * FLOATS + 4);
      data[i * FLOATS + 7] = p.shown ? 1 : 0;
      data[i * FLOATS + 8] = p.data.off - this.epoch;
      data[i * FLOATS + 9] = p.data.on - this.epoch;
      data[i * FLOATS + 10] = p.oldOff - this.epoch;
      data[i * FLOATS + 11] = p.oldOn - this.epoch;
      data[i * FLOATS + 12] = p.changedAt;
      data[i * FLOATS + 13] = p.look;
      data[i * FLOATS + 14] = p.data.seenAt - this.epoch;
    });
    gl.bindBuffer(gl.ARRAY_BUFFER, this.instances);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
    this.places = new Map(planes.map((p, i) => [p.data.id, i]));
    this.count = planes.length;
    this.shown = this.sky.shownCount;
    this.dirty = false;
    this.uploads++;
  }

  private draw(gl: WebGL2RenderingContext, input: CustomRenderMethodInput): void {
    const map = this.map!;
    const program = this.program(gl, input);
    const uniform = (name: string) => this.uniform(gl, program, name);
    gl.useProgram(program);
    const projection = input.defaultProjectionData;
    const selected = this.place(this.selected);
    gl.uniformMatrix4fv(uniform("u_projection_matrix"), false, projection.mainMatrix);
    gl.uniformMatrix4fv(uniform("u_projection_fallback_matrix"), false, projection.fallbackMatrix);
    gl.uniform4f(uniform("u_projection_tile_mercator_coords"), ...projection.tileMercatorCoords);
    gl.uniform4f(uniform("u_projection_clipping_plane"), ...projection.clippingPlane);
    gl.uniform1f(uniform("u_projection_transition"), projection.projectionTransition);
    gl.uniform1f(uniform("u_now"), this.sky.now() - this.epoch);
    gl.uniform1f(uniform("u_wall"), this.sky.frozen ? 1e9 : pageSeconds());
    gl.uniform2f(uniform("u_viewport"), gl.drawingBufferWidth, gl.drawingBufferHeight);
    gl.uniform1f(uniform("u_size"), planeSize(map.getZoom(), this.shown) * map.getPixelRatio());
    gl.uniform1i(uniform("u_selected"), selected);
    gl.uniform1i(uniform("u_hovered"), this.place(this.hovered));
    gl.uniform1f(uniform("u_others"), selected >= 0 ? 0.42 : 1);
    gl.uniform3fv(uniform("u_colours"), this.paint.classes.flatMap(rgb));
    gl.uniform3fv(uniform("u_ground"), rgb(this.paint.ground));
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.uniform1i(uniform("u_sprite"), 0);
    gl.bindVertexArray(this.layout);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.disable(gl.CULL_FACE);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    for (const world of this.worlds(projection.projectionTransition)) {
      gl.uniform1f(uniform("u_world"), world);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, this.count);
    }
    gl.bindVertexArray(null);
  }

  private place(id: string | undefined): number {
    return id === undefined ? -1 : (this.places.get(id) ?? -1);
  }

  /** The flat map repeats east and west of itself; the globe does not. */
  private worlds(globe: number): number[] {
    if (globe > 0) return [0];
    const bounds = this.map!.getBounds();
    const first = Math.floor((bounds.getWest() + 180) / 360);
    const last = Math.floor((bounds.getEast() + 180) / 360);
    return Array.from({ length: Math.min(5, last - first + 1) }, (_, i) => first + i);
  }

  private uniform(gl: WebGL2RenderingContext, program: WebGLProgram, name: string): WebGLUniformLocation | null {
    const known = this.uniforms.get(program)!;
    if (!known.has(name)) known.set(name, gl.getUniformLocation(program, name));
    return known.get(name)!;
  }

  private program(gl: WebGL2RenderingContext, input: CustomRenderMethodInput): WebGLProgram {
    const { variantName, vertexShaderPrelude, define } = input.shaderData;
    const known = this.programs.get(variantName);
    if (known) return known;
    const program = gl.createProgram()!;
    const attach = (kind: number, source: string) => {
      const shader = gl.createShader(kind)!;
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
      return shader;
    };
    const shaders = [attach(gl.VERTEX_SHADER, vertexShader(vertexShaderPrelude, define)), attach(gl.FRAGMENT_SHADER, FRAGMENT_SHADER)];
    ["a_corner", ...ATTRIBUTES].forEach((name, i) => gl.bindAttribLocation(program, i, name));
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
      throw new Error(`The planes' shader does not link: ${gl.getProgramInfoLog(program)} ${shaders.map((s) => gl.getShaderInfoLog(s)).join(" ")}`);
    }
    this.programs.set(variantName, program);
    this.uniforms.set(program, new Map());
    return program;
  }
}

/** How many CSS pixels long a plane is: smaller where the world is seen at once, and smaller again where thousands share it. */
export function planeSize(zoom: number, count: number): number {
  const crowd = 1 - 0.36 * Math.min(1, Math.max(0, (count - 800) / 8000)) * Math.min(1, Math.max(0, (6 - zoom) / 2));
  return crowd * sizeAlone(zoom);
}

function sizeAlone(zoom: number): number {
  const stops: [number, number][] = [[0, 11], [2, 16], [4, 22], [6, 28], [9, 36]];
  for (let i = 1; i < stops.length; i++) {
    const [z1, s1] = stops[i]!;
    const [z0, s0] = stops[i - 1]!;
    if (zoom < z1) return s0 + (s1 - s0) * Math.max(0, (zoom - z0) / (z1 - z0));
  }
  return stops.at(-1)![1];
}
