#pragma once
// Made by tools/unicode_tables.mjs from Unicode 15.0; do not edit. Names of the property values that the tables hold.
#include <cstdint>

// clang-format off
namespace flashkit::text {

enum class LineClass : std::uint8_t {
  AL,B2,BA,BB,BK,CB,CL,CM,CP,CR,EB,EM,EX,GL,H2,H3,HL,HY,ID,IN,IP,IS,JL,JT,JV,LF,NL,NS,NU,OP,OW,PO,PR,QU,RI,SP,SY,WJ,ZW,
  ZWJ,
};

enum class GraphemeClass : std::uint8_t {
  CR,Control,Extend,L,LF,LV,LVT,Other,Pictographic,Prepend,RegionalIndicator,SpacingMark,T,V,ZWJ,
};

enum class WordClass : std::uint8_t {
  ALetter,ALetterPictographic,CR,DoubleQuote,Extend,ExtendNumLet,Format,HebrewLetter,Katakana,LF,MidLetter,MidNum,
  MidNumLet,Newline,Numeric,Other,Pictographic,RegionalIndicator,SingleQuote,WSegSpace,ZWJ,
};

enum class BidiClass : std::uint8_t {
  AL,AN,B,BN,CS,EN,ES,ET,FSI,L,LRE,LRI,LRO,NSM,ON,PDF,PDI,R,RLE,RLI,RLO,S,WS,
};

enum class Script : std::uint8_t {
  Adlm,Aghb,Ahom,Arab,Armi,Armn,Avst,Bali,Bamu,Bass,Batk,Beng,Bhks,Bopo,Brah,Brai,Bugi,Buhd,Cakm,Cans,Cari,Cham,Cher,
  Chrs,Copt,Cpmn,Cprt,Cyrl,Deva,Diak,Dogr,Dsrt,Dupl,Egyp,Elba,Elym,Ethi,Geor,Glag,Gong,Gonm,Goth,Gran,Grek,Gujr,Guru,
  Hang,Hani,Hano,Hatr,Hebr,Hira,Hluw,Hmng,Hmnp,Hung,Ital,Java,Kali,Kana,Kawi,Khar,Khmr,Khoj,Kits,Knda,Kthi,Lana,Laoo,
  Latn,Lepc,Limb,Lina,Linb,Lisu,Lyci,Lydi,Mahj,Maka,Mand,Mani,Marc,Medf,Mend,Merc,Mero,Mlym,Modi,Mong,Mroo,Mtei,Mult,
  Mymr,Nagm,Nand,Narb,Nbat,Newa,Nkoo,Nshu,Ogam,Olck,Orkh,Orya,Osge,Osma,Ougr,Palm,Pauc,Perm,Phag,Phli,Phlp,Phnx,Plrd,
  Prti,Rjng,Rohg,Runr,Samr,Sarb,Saur,Sgnw,Shaw,Shrd,Sidd,Sind,Sinh,Sogd,Sogo,Sora,Soyo,Sund,Sylo,Syrc,Tagb,Takr,Tale,
  Talu,Taml,Tang,Tavt,Telu,Tfng,Tglg,Thaa,Thai,Tibt,Tirh,Tnsa,Toto,Ugar,Vaii,Vith,Wara,Wcho,Xpeo,Xsux,Yezi,Yiii,Zanb,
  Zinh,Zyyy,Zzzz,
};

namespace character_flag {
inline constexpr std::uint8_t k_letter = 1;
inline constexpr std::uint8_t k_mark = 2;
inline constexpr std::uint8_t k_ignorable = 4;
inline constexpr std::uint8_t k_emoji_presentation = 8;
inline constexpr std::uint8_t k_control = 16;
inline constexpr std::uint8_t k_number = 32;
}  // namespace character_flag

}  // namespace flashkit::text
