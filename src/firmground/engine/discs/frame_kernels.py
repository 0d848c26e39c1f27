# mypy: allow-untyped-defs
"""The sheet around a disc's centre: points laid on it and taken from it, and which cells of the grid a disc reaches.

All lengths are in radii of the authalic sphere unless a name says otherwise; see `metric.py`.
"""

from math import asin, atan2, ceil, cos, degrees, floor, hypot, log, pi, radians, sin, sqrt

from firmground.engine.compiled import inlined, kernel
from firmground.engine.discs.metric import LATITUDES_PER_DEGREE, Q_AT_POLE, RADIUS_KM, SQUARED_ECCENTRICITY

_E2 = SQUARED_ECCENTRICITY
_E = sqrt(_E2)
_Q = Q_AT_POLE
_PER_DEGREE = float(LATITUDES_PER_DEGREE)
# From the authalic to the geodetic latitude, the factors of sin 2b, sin 4b, sin 6b (Snyder 1987, formula 3-18).
_SIN2 = _E2 / 3 + 31 * _E2**2 / 180 + 517 * _E2**3 / 5040
_SIN4 = 23 * _E2**2 / 360 + 251 * _E2**3 / 3780
_SIN6 = 761 * _E2**3 / 45360
# The smallest and the largest radius of curvature of WGS84, km: at the equator along the meridian, and at the poles.
_TIGHTEST_KM = 6335.43
_WIDEST_KM = 6399.60
METRE = 0.001 / RADIUS_KM
# A frame: see `framed`.
FRAME = "UniTuple(float64, 15)"


@kernel("float64(float64)")
def sheet_radius(radius_km):
    return 2 * sin(radius_km / (2 * RADIUS_KM))


@kernel(f"{FRAME}(float64, float64, float64[:, ::1])")
def framed(lon, lat, terms):
    """The frame of a centre: its vector, those that point east and north, and the terms of the sheet."""
    tilt = radians(lat)
    turn = radians(lon)
    s = sin(tilt)
    z = (1 - _E2) * (s / (1 - _E2 * s * s) - log((1 - _E * s) / (1 + _E * s)) / (2 * _E)) / _Q
    c = sqrt(max(0.0, 1 - z * z))
    from_row = abs(lat) * _PER_DEGREE
    row = int(from_row)
    part = from_row - row
    side = 1.0 if lat >= 0 else -1.0
    stretch = terms[row, 0] + part * (terms[row + 1, 0] - terms[row, 0])
    en = side * (terms[row, 1] + part * (terms[row + 1, 1] - terms[row, 1]))
    eee = terms[row, 2] + part * (terms[row + 1, 2] - terms[row, 2])
    enn = terms[row, 3] + part * (terms[row + 1, 3] - terms[row, 3])
    ee = side * (terms[row, 4] + part * (terms[row + 1, 4] - terms[row, 4]))
    nn = side * (terms[row, 5] + part * (terms[row + 1, 5] - terms[row, 5]))
    een = terms[row, 6] + part * (terms[row + 1, 6] - terms[row, 6])
    nnn = terms[row, 7] + part * (terms[row + 1, 7] - terms[row, 7])
    ct = cos(turn)
    st = sin(turn)
    east = (-st * stretch, ct * stretch)
    north = (-z * ct / stretch, -z * st / stretch, c / stretch)
    return (c * ct, c * st, z, east[0], east[1], north[0], north[1], north[2], en, eee, enn, ee, nn, een, nnn)


@inlined
def laid(f, x, y, z):
    """A point of the authalic sphere on the sheet, east and north."""
    fall = 1 - (x * f[0] + y * f[1] + z * f[2])
    grow = 1 + fall * (0.25 + fall * (0.09375 + fall * 0.0390625))  # Lambert's: sqrt(2 / (2 - fall))
    e = grow * (x * f[3] + y * f[4])
    n = grow * (x * f[5] + y * f[6] + z * f[7])
    ee = e * e
    nn = n * n
    return e * (1 + f[8] * n + f[9] * ee + f[10] * nn), n * (1 + f[12] * n + f[13] * ee + f[14] * nn) + f[11] * ee


@kernel(f"({FRAME}, float64, float64)")
def lifted(f, east, north):
    """The point of the sheet as a vector of the authalic sphere: the other way round from `laid`."""
    e = east
    n = north
    for _ in range(5):
        ee = e * e
        nn = n * n
        e_off = e * (f[8] * n + f[9] * ee + f[10] * nn)
        n_off = n * (f[12] * n + f[13] * ee + f[14] * nn) + f[11] * ee
        e = east - e_off
        n = north - n_off
    stretch = hypot(f[3], f[4])
    e /= stretch
    n *= stretch
    square = e * e + n * n
    fall = square / 2
    shrink = sqrt(1 - square / 4)
    across = shrink * e / stretch
    up = shrink * n * stretch
    x = (1 - fall) * f[0] + across * f[3] + up * f[5]
    y = (1 - fall) * f[1] + across * f[4] + up * f[6]
    return x, y, (1 - fall) * f[2] + up * f[7]


@kernel("(float64, float64, float64)")
def in_degrees(x, y, z):
    """Longitude and latitude of a vector of the authalic sphere."""
    b = atan2(z, hypot(x, y))
    return degrees(atan2(y, x)), degrees(b + _SIN2 * sin(2 * b) + _SIN4 * sin(4 * b) + _SIN6 * sin(6 * b))


@kernel("(float64, float64, float64[::1], int64[::1])")
def lines_reached(lat, radius_km, grid, shape):
    """The first and the last line of cells that hold a middle of a border within the radius; the last excluded."""
    tall = degrees(radius_km / _TIGHTEST_KM) + grid[4]
    first = floor((lat - tall - grid[1]) * grid[2])
    last = floor((lat + tall - grid[1]) * grid[2])
    return max(0, first), min(shape[1], last + 1)


@kernel("float64(float64, float64, int64, float64[::1])")
def half_reached(lat, radius_km, line, grid):
    """Half the degrees of longitude within which a border of this line of cells may lie in the disc; less than 0 for
    none, 180 for all. By haversines on a sphere that is curved as WGS84 where it is curved most: what is out is out.
    """
    south = grid[1] + line / grid[2] - grid[4]
    north = grid[1] + (line + 1) / grid[2] + grid[4]
    least = radians(max(0.0, south - lat, lat - north))
    over = sin(radius_km / (2 * _TIGHTEST_KM)) ** 2 - least * least * (1 - least * least / 12) / 4
    if over <= 0:
        return -1.0
    part = cos(radians(lat)) * cos(radians(min(90.0, max(abs(south), abs(north)))))
    if part <= over:
        return 180.0
    half = degrees(2 * asin(sqrt(over / part))) + grid[3]
    return half if half + 2 / grid[2] < 180 else 180.0  # all of them, lest a cell is met from both sides


@kernel("float64(float64, float64, int64, float64[::1])")
def half_whole(lat, radius_km, line, grid):
    """Half the degrees of longitude within which every border of this line of cells lies in the disc whole; 0 or less
    for none. On a sphere that is curved as WGS84 where it is curved least.
    """
    south = grid[1] + line / grid[2] - grid[4]
    north = grid[1] + (line + 1) / grid[2] + grid[4]
    most = radians(max(north - lat, lat - south))
    under = sin(radius_km / (2 * _WIDEST_KM)) ** 2 - most * most / 4
    if under <= 0:
        return 0.0
    part = cos(radians(lat)) * (1.0 if south <= 0 <= north else cos(radians(min(abs(south), abs(north)))))
    if part <= under:
        return 180.0
    return degrees(2 * asin(sqrt(under / part))) - grid[3]


@kernel("(float64, float64, float64[::1], int64[::1], int64)")
def columns_within(lon, half, grid, shape, wrap):
    """The cells whose middles may lie within `half` degrees of a longitude, in one of three turns of the globe:
    first, and last excluded.
    """
    if half >= 180:
        return (0, shape[0]) if wrap == 0 else (0, 0)
    west = (lon + 360 * wrap - half - grid[0]) * grid[2]
    east = (lon + 360 * wrap + half - grid[0]) * grid[2]
    if east < 0 or west >= shape[0]:
        return 0, 0
    return max(0, floor(west)), min(shape[0], floor(east) + 1)


@kernel("(float64, float64, float64[::1], int64[::1], int64)")
def columns_inside(lon, half, grid, shape, wrap):
    """The cells that lie within `half` degrees of a longitude whole; first, and last excluded."""
    if half <= 0:
        return 0, 0
    if half >= 180:
        return (0, shape[0]) if wrap == 0 else (0, 0)
    first = max(0, ceil((lon + 360 * wrap - half - grid[0]) * grid[2]))
    last = min(shape[0], floor((lon + 360 * wrap + half - grid[0]) * grid[2]))
    return first, max(first, last)


@kernel("float64(float64, float64, float64, float64)")
def turned(east, north, cut_east, cut_north):
    """The angle from the cut to a point, against the clock, 0 to 2 pi."""
    angle = atan2(cut_east * north - cut_north * east, cut_east * east + cut_north * north)
    return angle if angle >= 0 else angle + 2 * pi
