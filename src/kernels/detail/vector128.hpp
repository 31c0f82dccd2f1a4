#pragma once

// The operations on 16-byte vectors that howmany_vector128.cpp needs, with WebAssembly's SIMD128 or with SSE2, which every
// x86-64 has. Lanes have 32 bits unless the name says otherwise.

#include <kernels/detail/implementations.hpp>

#if defined(WEBPOOL_VECTOR128)

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>
#else
#include <emmintrin.h>
#endif

namespace webpool::kernels::detail::vector128 {

#if defined(__wasm_simd128__)

using Vector = v128_t;

inline Vector load(const std::int32_t* p) noexcept { return wasm_v128_load(p); }
inline void store(std::int32_t* p, Vector v) noexcept { wasm_v128_store(p, v); }
inline Vector splat(std::int32_t n) noexcept { return wasm_i32x4_splat(n); }
inline Vector lanes(std::int32_t a, std::int32_t b, std::int32_t c, std::int32_t d) noexcept {
  return wasm_i32x4_make(a, b, c, d);
}
inline Vector bitwise_and(Vector a, Vector b) noexcept { return wasm_v128_and(a, b); }
inline Vector add(Vector a, Vector b) noexcept { return wasm_i32x4_add(a, b); }
inline Vector add_bytes(Vector a, Vector b) noexcept { return wasm_i8x16_add(a, b); }
inline Vector greater(Vector a, Vector b) noexcept { return wasm_i32x4_gt(a, b); }
inline Vector narrow_to_16_bits(Vector a, Vector b) noexcept { return wasm_i16x8_narrow_i32x4(a, b); }
inline Vector narrow_to_8_bits(Vector a, Vector b) noexcept { return wasm_i8x16_narrow_i16x8(a, b); }
/// Lane i is the sum of the two 16-bit numbers in lane i.
inline Vector sum_of_16_bits(Vector v) noexcept { return wasm_i32x4_extadd_pairwise_i16x8(v); }
/// Lane i is the sum of the four 8-bit numbers in lane i, each from -127 to 0.
inline Vector sum_of_8_bits(Vector v) noexcept { return sum_of_16_bits(wasm_i16x8_extadd_pairwise_i8x16(v)); }
/// [a0 b1 c2 d3]: every lane keeps its position, so engines can use blends.
inline Vector diagonal(Vector a, Vector b, Vector c, Vector d) noexcept {
  return wasm_i32x4_shuffle(wasm_i32x4_shuffle(a, b, 0, 5, 2, 7), wasm_i32x4_shuffle(c, d, 0, 5, 2, 7), 0, 1, 6, 7);
}
/// [a0 a1 b2 b3]
inline Vector low_and_high(Vector a, Vector b) noexcept { return wasm_i32x4_shuffle(a, b, 0, 1, 6, 7); }

#else

using Vector = __m128i;

inline Vector load(const std::int32_t* p) noexcept { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
inline void store(std::int32_t* p, Vector v) noexcept { _mm_storeu_si128(reinterpret_cast<__m128i*>(p), v); }
inline Vector splat(std::int32_t n) noexcept { return _mm_set1_epi32(n); }
inline Vector lanes(std::int32_t a, std::int32_t b, std::int32_t c, std::int32_t d) noexcept {
  return _mm_setr_epi32(a, b, c, d);
}
inline Vector bitwise_and(Vector a, Vector b) noexcept { return _mm_and_si128(a, b); }
inline Vector add(Vector a, Vector b) noexcept { return _mm_add_epi32(a, b); }
inline Vector add_bytes(Vector a, Vector b) noexcept { return _mm_add_epi8(a, b); }
inline Vector greater(Vector a, Vector b) noexcept { return _mm_cmpgt_epi32(a, b); }
inline Vector narrow_to_16_bits(Vector a, Vector b) noexcept { return _mm_packs_epi32(a, b); }
inline Vector narrow_to_8_bits(Vector a, Vector b) noexcept { return _mm_packs_epi16(a, b); }
inline Vector sum_of_16_bits(Vector v) noexcept { return _mm_madd_epi16(v, _mm_set1_epi16(1)); }
inline Vector sum_of_8_bits(Vector v) noexcept {
  const Vector odd = _mm_srai_epi16(v, 8);
  const Vector even = _mm_srai_epi16(_mm_slli_epi16(v, 8), 8);
  return sum_of_16_bits(_mm_add_epi16(odd, even));
}
inline Vector diagonal(Vector a, Vector b, Vector c, Vector d) noexcept {
  const __m128 low = _mm_shuffle_ps(_mm_castsi128_ps(a), _mm_castsi128_ps(b), _MM_SHUFFLE(1, 1, 0, 0));
  const __m128 high = _mm_shuffle_ps(_mm_castsi128_ps(c), _mm_castsi128_ps(d), _MM_SHUFFLE(3, 3, 2, 2));
  return _mm_castps_si128(_mm_shuffle_ps(low, high, _MM_SHUFFLE(2, 0, 2, 0)));
}
inline Vector low_and_high(Vector a, Vector b) noexcept {
  return _mm_castpd_si128(_mm_shuffle_pd(_mm_castsi128_pd(a), _mm_castsi128_pd(b), 2));
}

#endif

}  // namespace webpool::kernels::detail::vector128

#endif
