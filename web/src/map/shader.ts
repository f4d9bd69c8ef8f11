import { MOST_LOOKS } from "../colour";
import { EASE_SECONDS, STALE_SECONDS } from "../sky";

/**
 * The position of every plane, per frame, on the graphics card: the same formula as `Sky.positionAt`. Times are seconds
 * from an epoch near now, because 32-bit floats cannot hold today's epoch seconds to better than two minutes.
 * `a_from.w` is the whole angle of the way, `a_side` the unit vector a quarter turn ahead: no division by its sine.
 */
export function vertexShader(prelude: string, define: string): string {
  return `#version 300 es
precision highp float;
${prelude}
${define}
const float TURN = 6.28318530717959;
uniform float u_now;
uniform float u_wall;
uniform float u_world;
uniform float u_size;
uniform vec2 u_viewport;
uniform int u_selected;
uniform int u_hovered;
uniform float u_others;
uniform vec3 u_colours[${MOST_LOOKS}];
in vec2 a_corner;
in vec4 a_from;
in vec4 a_side;
in vec4 a_times;
in vec4 a_look;
out vec2 v_uv;
out vec3 v_colour;
out float v_alpha;
out float v_fill;

float done(vec2 span) {
  return span.y > span.x ? clamp((u_now - span.x) / (span.y - span.x), 0.0, 1.0) : step(span.x, u_now);
}
vec3 at(float along) {
  return a_from.xyz * cos(along) + a_side.xyz * sin(along);
}
vec2 mercator(vec3 p) {
  float z = clamp(p.z, -0.99627, 0.99627);
  return vec2(atan(p.y, p.x) / TURN + 0.5, 0.5 - 0.5 * log((1.0 + z) / (1.0 - z)) / TURN);
}
void main() {
  if (a_side.w < 0.5) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
  float u = mix(done(a_times.zw), done(a_times.xy), smoothstep(0.0, ${EASE_SECONDS.toFixed(1)}, u_wall - a_look.x));
  float along = u * a_from.w;
  vec2 here = mercator(at(along));
  vec2 ahead = mercator(at(along + 0.002));
  ahead.x += round(here.x - ahead.x);
  vec4 p = projectTile(here + vec2(u_world, 0.0));
  vec4 q = projectTile(ahead + vec2(u_world, 0.0));
  vec2 nose = (q.xy / q.w - p.xy / p.w) * u_viewport;
  float reach = length(nose);
  nose = reach > 1e-9 ? nose / reach : vec2(0.0, 1.0);
  bool selected = gl_InstanceID == u_selected;
  bool hovered = gl_InstanceID == u_hovered;
  float size = u_size * (selected ? 1.5 : hovered ? 1.3 : 1.0);
  vec2 corner = a_corner * size;
  vec2 turned = vec2(corner.x * nose.y + corner.y * nose.x, -corner.x * nose.x + corner.y * nose.y);
  gl_Position = p + vec4(turned / u_viewport * p.w, selected ? -0.001 * p.w : 0.0, 0.0);
  v_uv = vec2(a_corner.x, -a_corner.y) * 0.5 + 0.5;
  v_colour = u_colours[int(a_look.y)];
  float age = u_now - a_look.z;
  v_alpha = selected || hovered ? 1.0 : u_others * (1.0 - 0.62 * smoothstep(${STALE_SECONDS.toFixed(1)}, ${(STALE_SECONDS * 4).toFixed(1)}, age));
  v_fill = selected ? 0.75 : hovered ? 0.55 : 0.22;
}`;
}

/** Red of the sprite is the outline, green the inside, blue a rim in the ground's colour that parts a plane from its neighbours. */
export const FRAGMENT_SHADER = `#version 300 es
precision mediump float;
uniform sampler2D u_sprite;
uniform vec3 u_ground;
in vec2 v_uv;
in vec3 v_colour;
in float v_alpha;
in float v_fill;
out vec4 colour;
void main() {
  vec4 s = texture(u_sprite, v_uv);
  float rim = s.b * 0.75;
  float fill = s.g * v_fill;
  vec4 c = vec4(u_ground * rim, rim);
  c = vec4(v_colour * fill, fill) + c * (1.0 - fill);
  c = vec4(v_colour * s.r, s.r) + c * (1.0 - s.r);
  colour = c * v_alpha;
}`;
