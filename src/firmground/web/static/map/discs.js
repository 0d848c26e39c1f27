/* Discs on the ground as a layer of MapLibre: each an instance whose edge the graphics card finds by distance.

   A clock step or a filter changes one byte a disc and draws again; no polygon is cut into tiles. The edge is the
   circle on the sphere, which on this projection is no circle: with dY, dL the offsets from the centre in radians of
   the map, hav(d) = (sinh²(dY/2) + sin²(dL/2)) / (cosh Y · cosh(Y + dY)). Against the ellipsoid the radius is off by at
   most 0.3 percent. A disc that would be too small to see is drawn with a few pixels and is then a circle. */
"use strict";
globalThis.firmgroundAtlas ??= {};
(() => {
  const RADIANS = Math.PI / 180;
  const LEAST = 4; // pixels, radius of the smallest disc drawn
  const LEAST_IN_CROWD = 2.5;
  const CROWD = 3000;
  const FLOATS = 7;

  const VERTEX = `#version 300 es
  precision highp float;
  in vec2 a_corner;
  in vec2 a_centre;
  in vec3 a_half;
  in vec2 a_arc;
  in float a_state;
  uniform mat4 u_matrix;
  uniform float u_scale;
  uniform float u_least;
  out vec2 v_pixel;
  out vec2 v_offset;
  flat out vec2 v_arc;
  flat out float v_small;
  flat out int v_state;
  void main() {
    v_state = int(a_state);
    if (v_state == 0) { gl_Position = vec4(2.0, 2.0, 2.0, 1.0); return; }
    float least = u_least / u_scale;
    v_small = a_half.x < least ? 1.0 : 0.0;
    vec3 reach = (v_small > 0.5 ? vec3(least) : a_half) + 2.0 / u_scale;
    vec2 offset = vec2(a_corner.x * reach.x, a_corner.y < 0.0 ? -reach.y : reach.z);
    v_pixel = offset * u_scale;
    v_offset = offset * 6.283185307179586;
    v_arc = a_arc;
    gl_Position = u_matrix * vec4(a_centre + offset, 0.0, 1.0);
  }`;

  const FRAGMENT = `#version 300 es
  precision highp float;
  in vec2 v_pixel;
  in vec2 v_offset;
  flat in vec2 v_arc;
  flat in float v_small;
  flat in int v_state;
  uniform vec3 u_data;
  uniform vec3 u_paper;
  uniform vec3 u_claim;
  uniform float u_least;
  uniform float u_ratio;
  out vec4 colour;
  float sinh2(float x) { float s = abs(x) < 0.1 ? x * (1.0 + x * x / 6.0) : 0.5 * (exp(x) - exp(-x)); return s * s; }
  void main() {
    float depth; // pixels inside the edge
    if (v_small > 0.5) {
      depth = u_least - length(v_pixel);
    } else {
      float north = v_arc.x - v_offset.y;
      float s = sin(0.5 * v_offset.x);
      float part = (sinh2(0.5 * v_offset.y) + s * s) / (cosh(v_arc.x) * cosh(north));
      float ratio = sqrt(part) / v_arc.y;
      depth = (1.0 - ratio) / max(1e-6, length(vec2(dFdx(ratio), dFdy(ratio))));
    }
    float edge = clamp(depth + 0.5, 0.0, 1.0);
    if (edge <= 0.0) discard;
    bool chosen = (v_state & 32) != 0;
    float line = (chosen ? 2.6 : 1.3) * u_ratio;
    float rim = clamp(line - depth + 0.5, 0.0, 1.0);
    if ((v_state & 16) != 0 && !chosen) { // one of several places
      float turn = atan(v_pixel.y, v_pixel.x) * max(length(v_pixel), u_least) / (5.0 * u_ratio);
      if (v_small < 0.5) rim *= step(0.42, fract(turn));
    }
    int answer = v_state & 7;
    vec4 body = vec4(0.0);
    if (answer == 3) body = vec4(u_data, 1.0) * 0.84;
    if (answer == 2) {
      float step_px = (v_small > 0.5 ? 3.4 : 5.2) * u_ratio;
      float wave = fract((v_pixel.x + v_pixel.y) * 0.70710678 / step_px);
      float ink = smoothstep(0.0, 0.12, wave) * (1.0 - smoothstep(0.36, 0.48, wave));
      body = mix(vec4(u_paper, 1.0) * 0.6, vec4(u_data, 1.0) * 0.95, ink);
    }
    if (answer == 1) body = vec4(u_paper, 1.0) * 0.62;
    if (answer == 4) body = vec4(u_data, 1.0) * 0.13;
    vec3 stroke = chosen ? u_claim : (answer == 3 && v_small < 0.5 ? u_paper : u_data);
    float weight = answer == 4 && !chosen ? 0.75 : 1.0;
    colour = mix(body, vec4(stroke, 1.0), rim * weight) * edge;
    if ((v_state & 8) != 0 && !chosen) colour *= 0.42;
  }`;

  const mercatorY = (lat) => Math.log(Math.tan(Math.PI / 4 + (lat * RADIANS) / 2));
  const clampLat = (lat) => Math.max(-85.05, Math.min(85.05, lat));

  /* Centre and half sizes in units of the map's square (1 = once round the Earth), about `origin`. */
  const layOut = (discs, order, origin, earthKm) => {
    const table = new Float32Array(order.length * FLOATS);
    order.forEach((disc, at) => {
      const lon = discs[3 * disc], lat = clampLat(discs[3 * disc + 1]), arc = discs[3 * disc + 2] / earthKm;
      const y = mercatorY(lat), degrees = arc / RADIANS;
      const across = Math.sin(arc) / Math.cos(lat * RADIANS);
      table.set([
        lon / 360 + 0.5 - origin[0],
        0.5 - y / (2 * Math.PI) - origin[1],
        (across < 1 && arc < 1.5 ? Math.asin(across) : Math.PI) / (2 * Math.PI),
        (mercatorY(clampLat(lat + degrees)) - y) / (2 * Math.PI),
        (y - mercatorY(clampLat(lat - degrees))) / (2 * Math.PI),
        y,
        Math.max(1e-9, Math.sin(arc / 2)),
      ], at * FLOATS);
    });
    return table;
  };

  const compile = (gl) => {
    const program = gl.createProgram();
    for (const [kind, text] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
      const shader = gl.createShader(kind);
      gl.shaderSource(shader, text);
      gl.compileShader(shader);
      if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS)) throw new Error(gl.getShaderInfoLog(shader));
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error(gl.getProgramInfoLog(program));
    return program;
  };

  /* A layer of MapLibre. `setStates(bytes)`: one state a disc; the wide ones lie beneath the small ones. */
  const discLayer = (events, colours) => {
    const { rgb, EARTH_KM } = firmgroundAtlas;
    const count = events.discCount, discs = events.discs;
    const order = Array.from({ length: count }, (_, disc) => disc).sort((a, b) => discs[3 * b + 2] - discs[3 * a + 2]);
    const origin = count ? [discs[0] / 360 + 0.5, 0.5 - mercatorY(clampLat(discs[1])) / (2 * Math.PI)] : [0.5, 0.5];
    const states = new Uint8Array(count);
    let map, gl, program, buffers, vertices, stale = true, crowd = 0;

    const attribute = (buffer, name, size, kind, stride, offset, divisor) => {
      const place = gl.getAttribLocation(program, name);
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, size, kind, false, stride, offset);
      gl.vertexAttribDivisor(place, divisor);
    };

    return {
      id: "discs",
      type: "custom",
      renderingMode: "2d",
      onAdd(owner, context) {
        [map, gl] = [owner, context];
        program = compile(gl);
        buffers = { corners: gl.createBuffer(), discs: gl.createBuffer(), states: gl.createBuffer() };
        vertices = gl.createVertexArray();
        gl.bindVertexArray(vertices);
        gl.bindBuffer(gl.ARRAY_BUFFER, buffers.corners);
        gl.bufferData(gl.ARRAY_BUFFER, new Float32Array([-1, -1, 1, -1, -1, 1, 1, 1]), gl.STATIC_DRAW);
        gl.bindBuffer(gl.ARRAY_BUFFER, buffers.discs);
        gl.bufferData(gl.ARRAY_BUFFER, layOut(discs, order, origin, EARTH_KM), gl.STATIC_DRAW);
        gl.bindBuffer(gl.ARRAY_BUFFER, buffers.states);
        gl.bufferData(gl.ARRAY_BUFFER, states, gl.DYNAMIC_DRAW);
        attribute(buffers.corners, "a_corner", 2, gl.FLOAT, 0, 0, 0);
        attribute(buffers.discs, "a_centre", 2, gl.FLOAT, FLOATS * 4, 0, 1);
        attribute(buffers.discs, "a_half", 3, gl.FLOAT, FLOATS * 4, 8, 1);
        attribute(buffers.discs, "a_arc", 2, gl.FLOAT, FLOATS * 4, 20, 1);
        attribute(buffers.states, "a_state", 1, gl.UNSIGNED_BYTE, 0, 0, 1);
        gl.bindVertexArray(null);
        stale = false;
      },
      setStates(bytes) {
        crowd = 0;
        for (let at = 0; at < count; at += 1) {
          states[at] = bytes[order[at]];
          crowd += states[at] ? 1 : 0;
        }
        stale = true;
        map?.triggerRepaint();
      },
      leastPixels: () => (crowd > CROWD ? LEAST_IN_CROWD : LEAST),
      render(context, { defaultProjectionData }) {
        if (!count) return;
        const ratio = map.getPixelRatio();
        const matrix = Float64Array.from(defaultProjectionData.mainMatrix);
        for (let row = 0; row < 4; row += 1) {
          matrix[12 + row] += matrix[row] * origin[0] + matrix[4 + row] * origin[1];
        }
        gl.useProgram(program);
        gl.bindVertexArray(vertices);
        if (stale) {
          gl.bindBuffer(gl.ARRAY_BUFFER, buffers.states);
          gl.bufferSubData(gl.ARRAY_BUFFER, 0, states);
          stale = false;
        }
        const at = (name) => gl.getUniformLocation(program, name);
        gl.uniformMatrix4fv(at("u_matrix"), false, Float32Array.from(matrix));
        gl.uniform1f(at("u_scale"), 512 * 2 ** map.getZoom() * ratio);
        gl.uniform1f(at("u_least"), this.leastPixels() * ratio);
        gl.uniform1f(at("u_ratio"), ratio);
        for (const name of ["data", "paper", "claim"]) gl.uniform3fv(at(`u_${name}`), rgb(colours[name]));
        gl.disable(gl.DEPTH_TEST);
        gl.disable(gl.STENCIL_TEST);
        gl.enable(gl.BLEND);
        gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
        gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, count);
        gl.bindVertexArray(null);
      },
      onRemove() {
        for (const buffer of Object.values(buffers)) gl.deleteBuffer(buffer);
        gl.deleteVertexArray(vertices);
        gl.deleteProgram(program);
      },
    };
  };

  firmgroundAtlas.discLayer = discLayer;
  firmgroundAtlas.mercatorY = mercatorY;
})();
