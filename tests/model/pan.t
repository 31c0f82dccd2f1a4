#ifdef PEG
struct T_SRC {
	char *fl; int ln;
} T_SRC[NTRANS];

void
tr_2_src(int m, char *file, int ln)
{	T_SRC[m].fl = file;
	T_SRC[m].ln = ln;
}

void
putpeg(int n, int m)
{	printf("%5d	trans %4d ", m, n);
	printf("%s:%d\n",
		T_SRC[n].fl, T_SRC[n].ln);
}
#endif

void
settable(void)
{	Trans *T;
	Trans *settr(int, int, int, int, int, char *, int, int, int);

	trans = (Trans ***) emalloc(5*sizeof(Trans **));

	/* proctype 3: :init: */

	trans[3] = (Trans **) emalloc(40*sizeof(Trans *));

	T = trans[ 3][38] = settr(430,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(430,2,16,0,0,"ATOMIC", 1, 2, 0);
	trans[3][17]	= settr(409,2,16,1,0,".(goto)", 1, 2, 0);
	T = trans[3][16] = settr(408,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(408,2,1,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(408,2,14,0,0,"DO", 1, 2, 0);
	trans[3][1]	= settr(393,2,10,3,3,"((i<1))", 1, 2, 0); /* m: 2 -> 10,0 */
	reached3[2] = 1;
	trans[3][2]	= settr(0,0,0,0,0,"left_[i] = ( ((i==0)) -> (2) : (1) )",0,0,0);
	trans[3][3]	= settr(0,0,0,0,0,"r = 0",0,0,0);
	trans[3][11]	= settr(403,2,10,1,0,".(goto)", 1, 2, 0);
	T = trans[3][10] = settr(402,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(402,2,4,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(402,2,8,0,0,"DO", 1, 2, 0);
	trans[3][4]	= settr(396,2,10,4,4,"((r<( ((( ((i==0)) -> (2) : (1) )<2)) -> (( ((i==0)) -> (2) : (1) )) : (2) )))", 1, 2, 0); /* m: 5 -> 10,0 */
	reached3[5] = 1;
	trans[3][5]	= settr(0,0,0,0,0,"next_[((i*2)+r)] = ((( ((i==0)) -> (2) : (1) )*r)/( ((( ((i==0)) -> (2) : (1) )<2)) -> (( ((i==0)) -> (2) : (1) )) : (2) ))",0,0,0);
	trans[3][6]	= settr(0,0,0,0,0,"end_[((i*2)+r)] = ((( ((i==0)) -> (2) : (1) )*(r+1))/( ((( ((i==0)) -> (2) : (1) )<2)) -> (( ((i==0)) -> (2) : (1) )) : (2) ))",0,0,0);
	trans[3][7]	= settr(0,0,0,0,0,"r = (r+1)",0,0,0);
	trans[3][8]	= settr(400,2,13,2,0,"else", 1, 2, 0);
	trans[3][9]	= settr(401,2,13,1,0,"goto :b12", 1, 2, 0); /* m: 13 -> 0,16 */
	reached3[13] = 1;
	trans[3][12]	= settr(404,2,13,1,0,"break", 1, 2, 0);
	trans[3][13]	= settr(405,2,16,5,5,"i = (i+1)", 1, 2, 0);
	trans[3][14]	= settr(406,2,19,2,0,"else", 1, 2, 0);
	trans[3][15]	= settr(407,2,19,1,0,"goto :b11", 1, 2, 0); /* m: 19 -> 0,25 */
	reached3[19] = 1;
	trans[3][18]	= settr(410,2,19,1,0,"break", 1, 2, 0);
	trans[3][19]	= settr(411,2,25,6,6,"i = 0", 1, 2, 0);
	trans[3][26]	= settr(418,2,25,1,0,".(goto)", 1, 2, 0);
	T = trans[3][25] = settr(417,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(417,2,20,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(417,2,23,0,0,"DO", 1, 2, 0);
	trans[3][20]	= settr(412,2,21,7,0,"((i<2))", 1, 2, 0);
	trans[3][21]	= settr(413,2,22,8,8,"(run Processor(i))", 1, 2, 0);
	trans[3][22]	= settr(414,2,25,9,9,"i = (i+1)", 1, 2, 0);
	trans[3][23]	= settr(415,2,28,2,0,"else", 1, 2, 0);
	trans[3][24]	= settr(416,2,28,1,0,"goto :b13", 1, 2, 0); /* m: 28 -> 0,34 */
	reached3[28] = 1;
	trans[3][27]	= settr(419,2,28,1,0,"break", 1, 2, 0);
	trans[3][28]	= settr(420,2,34,10,10,"i = 0", 1, 2, 0);
	trans[3][35]	= settr(427,2,34,1,0,".(goto)", 1, 2, 0);
	T = trans[3][34] = settr(426,2,0,0,0,"DO", 1, 2, 0);
	T = T->nxt	= settr(426,2,29,0,0,"DO", 1, 2, 0);
	    T->nxt	= settr(426,2,32,0,0,"DO", 1, 2, 0);
	trans[3][29]	= settr(421,2,30,11,0,"((i<1))", 1, 2, 0);
	trans[3][30]	= settr(422,2,31,12,12,"(run Submitter(i))", 1, 2, 0);
	trans[3][31]	= settr(423,2,34,13,13,"i = (i+1)", 1, 2, 0);
	trans[3][32]	= settr(424,2,36,2,0,"else", 1, 2, 0);
	trans[3][33]	= settr(425,2,36,1,0,"goto :b14", 1, 2, 0);
	trans[3][36]	= settr(428,2,37,1,0,"break", 1, 2, 0);
	trans[3][37]	= settr(429,0,39,14,14,"(run Ender())", 1, 2, 0);
	trans[3][39]	= settr(431,0,0,15,15,"-end-", 0, 3500, 0);

	/* proctype 2: Ender */

	trans[2] = (Trans **) emalloc(20*sizeof(Trans *));

	T = trans[ 2][3] = settr(376,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(376,2,1,0,0,"ATOMIC", 1, 2, 0);
	trans[2][1]	= settr(374,4,4,16,16,"((lock_==0))", 1, 2, 0); /* m: 2 -> 4,0 */
	reached2[2] = 1;
	trans[2][2]	= settr(0,0,0,0,0,"lock_ = 1",0,0,0);
	trans[2][4]	= settr(377,0,5,17,17,"state_ = ( ((0==1)) -> (2) : (1) )", 1, 2, 0);
	trans[2][5]	= settr(378,0,6,18,18,"ending_ = 1", 1, 2, 0);
	trans[2][6]	= settr(379,0,7,19,19,"lock_ = 0", 1, 2, 0);
	trans[2][7]	= settr(380,0,18,20,20,"wakes_ = (wakes_+1)", 1, 2, 0);
/*->*/	trans[2][18]	= settr(391,32,19,21,21,"D_STEP407", 1, 2, 0);
	trans[2][19]	= settr(392,0,0,22,22,"-end-", 0, 3500, 0);

	/* proctype 1: Processor */

	trans[1] = (Trans **) emalloc(283*sizeof(Trans *));

	T = trans[ 1][3] = settr(94,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(94,2,1,0,0,"ATOMIC", 1, 2, 0);
	trans[1][1]	= settr(92,4,4,23,23,"((lock_==0))", 1, 2, 0); /* m: 2 -> 4,0 */
	reached1[2] = 1;
	trans[1][2]	= settr(0,0,0,0,0,"lock_ = 1",0,0,0);
	trans[1][4]	= settr(95,0,21,24,24,"attached[me] = 0", 1, 2, 0);
/*->*/	trans[1][21]	= settr(112,32,87,25,25,"D_STEP240", 1, 2, 0);
/*->*/	trans[1][87]	= settr(178,32,88,26,26,"D_STEP241", 1, 2, 0);
	trans[1][88]	= settr(179,0,123,27,27,"lock_ = 0", 1, 2, 0);
	T = trans[1][123] = settr(214,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(214,0,89,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(214,0,122,0,0,"IF", 0, 2, 0);
	trans[1][89]	= settr(180,0,118,28,28,"(found)", 0, 2, 0); /* m: 90 -> 118,0 */
	reached1[90] = 1;
	trans[1][90]	= settr(0,0,0,0,0,"found = 0",0,0,0);
	T = trans[1][118] = settr(209,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(209,0,91,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(209,0,117,0,0,"IF", 0, 2, 0);
	trans[1][91]	= settr(182,0,92,29,29,"((idled&&(queued_!=0)))", 1, 2, 0);
	trans[1][92]	= settr(183,0,114,30,30,"spinning = spinners_", 1, 2, 0);
	T = trans[1][114] = settr(205,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(205,0,93,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(205,0,94,0,0,"IF", 0, 2, 0);
	trans[1][93]	= settr(184,0,116,31,31,"(((1<=spinning)||(sleepers_==0)))", 1, 2, 0);
	trans[1][115]	= settr(206,0,116,1,0,".(goto)", 0, 2, 0); /* m: 116 -> 0,191 */
	reached1[116] = 1;
	trans[1][94]	= settr(185,0,95,2,0,"else", 0, 2, 0);
	trans[1][95]	= settr(186,0,113,32,32,"wakes_ = (wakes_+1)", 1, 2, 0);
/*->*/	trans[1][113]	= settr(204,32,116,33,33,"D_STEP276", 1, 2, 0);
	trans[1][116]	= settr(207,0,191,34,34,"spinning = 0", 0, 2, 0); /* m: 120 -> 0,191 */
	reached1[120] = 1;
	trans[1][119]	= settr(210,0,120,1,0,".(goto)", 0, 2, 0); /* m: 120 -> 0,191 */
	reached1[120] = 1;
	trans[1][117]	= settr(208,0,120,2,0,"else", 0, 2, 0);
	trans[1][120]	= settr(211,0,191,35,35,"idled = 0", 0, 2, 0);
	trans[1][121]	= settr(212,0,191,1,0,"goto visit", 0, 2, 0);
	trans[1][124]	= settr(215,0,125,1,0,".(goto)", 0, 2, 0); /* m: 125 -> 0,129 */
	reached1[125] = 1;
	trans[1][122]	= settr(213,0,125,2,0,"else", 0, 2, 0);
	trans[1][125]	= settr(216,0,129,36,36,"j = 0", 0, 2, 0); /* m: 126 -> 0,129 */
	reached1[126] = 1;
	trans[1][126]	= settr(0,0,0,0,0,"mine = 0",0,0,0);
	T = trans[ 1][129] = settr(220,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(220,2,127,0,0,"ATOMIC", 1, 2, 0);
	trans[1][127]	= settr(218,4,146,37,37,"((lock_==0))", 1, 2, 0); /* m: 128 -> 146,0 */
	reached1[128] = 1;
	trans[1][128]	= settr(0,0,0,0,0,"lock_ = 1",0,0,0);
/*->*/	trans[1][146]	= settr(237,32,147,38,38,"D_STEP287", 1, 2, 0);
	trans[1][147]	= settr(238,0,148,39,39,"ended = (ending_&&(queued_==0))", 1, 2, 0);
	trans[1][148]	= settr(239,0,152,40,40,"lock_ = 0", 1, 2, 0);
	T = trans[1][152] = settr(243,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(243,0,149,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(243,0,151,0,0,"IF", 0, 2, 0);
	trans[1][149]	= settr(240,0,281,41,41,"(ended)", 0, 2, 0);
	trans[1][150]	= settr(241,0,281,1,0,"goto over", 0, 2, 0);
	trans[1][153]	= settr(244,0,154,1,0,".(goto)", 0, 2, 0); /* m: 154 -> 0,164 */
	reached1[154] = 1;
	trans[1][151]	= settr(242,0,154,2,0,"else", 0, 2, 0);
	trans[1][154]	= settr(245,0,164,42,42,"idled = 1", 0, 2, 0);
	T = trans[1][164] = settr(255,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(255,0,155,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(255,0,156,0,0,"IF", 0, 2, 0);
	trans[1][155]	= settr(246,0,166,1,0,"(1)", 0, 2, 0);
	trans[1][165]	= settr(256,0,166,1,0,".(goto)", 0, 2, 0);
	trans[1][156]	= settr(247,0,162,43,43,"spinners_ = (spinners_+1)", 1, 2, 0);
	T = trans[1][162] = settr(253,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(253,0,157,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(253,0,160,0,0,"IF", 0, 2, 0);
	trans[1][157]	= settr(248,0,158,44,0,"(((((incoming[0]||((1>1)&&incoming[(1-1)]))||((1>2)&&incoming[1]))||(queued_!=0))||ending_))", 1, 2, 0);
	trans[1][158]	= settr(249,0,3,45,45,"spinners_ = (spinners_-1)", 1, 2, 0);
	trans[1][159]	= settr(250,0,3,1,0,"goto next", 0, 2, 0);
	trans[1][163]	= settr(254,0,166,1,0,".(goto)", 0, 2, 0);
	trans[1][160]	= settr(251,0,161,1,0,"(1)", 0, 2, 0);
	trans[1][161]	= settr(252,0,166,46,46,"spinners_ = (spinners_-1)", 1, 2, 0);
	trans[1][166]	= settr(257,0,167,47,47,"seen = wakes_", 1, 2, 0);
	trans[1][167]	= settr(258,0,178,48,48,"sleepers_ = (sleepers_+1)", 1, 2, 0);
	T = trans[1][178] = settr(269,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(269,0,168,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(269,0,169,0,0,"IF", 0, 2, 0);
	trans[1][168]	= settr(259,0,180,49,0,"(((((incoming[0]||((1>1)&&incoming[(1-1)]))||((1>2)&&incoming[1]))||(queued_!=0))||ending_))", 1, 2, 0);
	trans[1][179]	= settr(270,0,180,1,0,".(goto)", 0, 2, 0);
	trans[1][169]	= settr(260,0,176,2,0,"else", 0, 2, 0);
	T = trans[ 1][176] = settr(267,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(267,2,173,0,0,"ATOMIC", 1, 2, 0);
	T = trans[1][173] = settr(264,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(264,2,170,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(264,2,172,0,0,"IF", 1, 2, 0);
	trans[1][170]	= settr(261,4,177,50,50,"((wakes_==seen))", 1, 2, 0); /* m: 171 -> 177,0 */
	reached1[171] = 1;
	trans[1][171]	= settr(0,0,0,0,0,"asleep[me] = 1",0,0,0);
	trans[1][174]	= settr(265,4,177,51,51,".(goto)", 1, 2, 0); /* m: 175 -> 0,177 */
	reached1[175] = 1;
	trans[1][172]	= settr(263,2,174,2,0,"else", 1, 2, 0);
	trans[1][175]	= settr(0,0,0,0,0,"seen = 0",0,0,0);
	trans[1][177]	= settr(268,0,180,52,0,"((asleep[me]==0))", 1, 2, 0);
	trans[1][180]	= settr(271,0,181,53,53,"sleepers_ = (sleepers_-1)", 1, 2, 0);
	trans[1][181]	= settr(272,0,3,54,54,"seen = 0", 0, 2, 0);
	trans[1][182]	= settr(273,0,3,1,0,"goto next", 0, 2, 0);
	T = trans[ 1][191] = settr(282,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(282,2,183,0,0,"ATOMIC", 1, 2, 0);
	trans[1][183]	= settr(274,2,188,55,55,"chunk = next_[((j*2)+mine)]", 1, 2, 0); /* m: 184 -> 0,188 */
	reached1[184] = 1;
	trans[1][184]	= settr(0,0,0,0,0,"found = (chunk<end_[((j*2)+mine)])",0,0,0);
	T = trans[1][188] = settr(279,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(279,2,185,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(279,2,187,0,0,"IF", 1, 2, 0);
	trans[1][185]	= settr(276,4,200,56,56,"(found)", 1, 2, 0); /* m: 186 -> 200,0 */
	reached1[186] = 1;
	trans[1][186]	= settr(0,0,0,0,0,"next_[((j*2)+mine)] = (chunk+1)",0,0,0);
	trans[1][189]	= settr(280,4,200,57,57,".(goto)", 1, 2, 0); /* m: 190 -> 0,200 */
	reached1[190] = 1;
	trans[1][187]	= settr(278,2,189,2,0,"else", 1, 2, 0);
	trans[1][190]	= settr(0,0,0,0,0,"chunk = 0",0,0,0);
	T = trans[1][200] = settr(291,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(291,0,192,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(291,0,199,0,0,"IF", 0, 2, 0);
	trans[1][192]	= settr(283,0,197,58,58,"(found)", 0, 2, 0); /* m: 193 -> 197,0 */
	reached1[193] = 1;
	trans[1][193]	= settr(0,0,0,0,0,"found = 0",0,0,0);
	T = trans[ 1][197] = settr(288,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(288,2,194,0,0,"ATOMIC", 1, 2, 0);
	trans[1][194]	= settr(285,0,191,59,59,"ran[j] = (ran[j]+1)", 1, 2, 0); /* m: 195 -> 0,191 */
	reached1[195] = 1;
	trans[1][195]	= settr(0,0,0,0,0,"assert((ran[j]<=( ((j==0)) -> (2) : (1) )))",0,0,0);
	trans[1][196]	= settr(0,0,0,0,0,"done = (done+1)",0,0,0);
	trans[1][198]	= settr(289,0,191,1,0,"goto visit", 0, 2, 0);
	trans[1][201]	= settr(292,0,205,1,0,".(goto)", 0, 2, 0);
	trans[1][199]	= settr(290,0,205,2,0,"else", 0, 2, 0);
	T = trans[1][205] = settr(296,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(296,0,202,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(296,0,204,0,0,"IF", 0, 2, 0);
	trans[1][202]	= settr(293,0,237,60,0,"(stopping_[j])", 1, 2, 0);
	trans[1][203]	= settr(294,0,237,1,0,"goto leave", 0, 2, 0);
	trans[1][206]	= settr(297,0,207,1,0,".(goto)", 0, 2, 0); /* m: 207 -> 0,233 */
	reached1[207] = 1;
	trans[1][204]	= settr(295,0,207,2,0,"else", 0, 2, 0);
	trans[1][207]	= settr(298,0,233,61,61,"v = 0", 0, 2, 0);
	trans[1][234]	= settr(325,0,233,1,0,".(goto)", 0, 2, 0);
	T = trans[1][233] = settr(324,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(324,0,208,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(324,0,231,0,0,"DO", 0, 2, 0);
	trans[1][208]	= settr(299,0,218,62,0,"((v<( ((( ((j==0)) -> (2) : (1) )<2)) -> (( ((j==0)) -> (2) : (1) )) : (2) )))", 0, 2, 0);
	T = trans[ 1][218] = settr(309,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(309,2,216,0,0,"ATOMIC", 1, 2, 0);
	T = trans[1][216] = settr(307,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(307,2,209,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(307,2,214,0,0,"IF", 1, 2, 0);
	trans[1][209]	= settr(300,4,229,63,63,"(((v!=mine)&&(next_[((j*2)+v)]<end_[((j*2)+v)])))", 1, 2, 0); /* m: 210 -> 229,0 */
	reached1[210] = 1;
	trans[1][210]	= settr(0,0,0,0,0,"middle = (next_[((j*2)+v)]+((end_[((j*2)+v)]-next_[((j*2)+v)])/2))",0,0,0);
	trans[1][211]	= settr(0,0,0,0,0,"dropped = end_[((j*2)+v)]",0,0,0);
	trans[1][212]	= settr(0,0,0,0,0,"end_[((j*2)+v)] = middle",0,0,0);
	trans[1][213]	= settr(0,0,0,0,0,"found = 1",0,0,0);
	trans[1][217]	= settr(308,0,229,64,64,".(goto)", 1, 2, 0);
	trans[1][214]	= settr(305,2,215,2,0,"else", 1, 2, 0);
	trans[1][215]	= settr(306,4,229,65,65,"v = (v+1)", 1, 2, 0); /* m: 217 -> 0,229 */
	reached1[217] = 1;
	T = trans[1][229] = settr(320,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(320,0,219,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(320,0,228,0,0,"IF", 0, 2, 0);
	trans[1][219]	= settr(310,0,226,66,66,"(found)", 0, 2, 0);
/*->*/	trans[1][226]	= settr(317,32,191,67,67,"D_STEP359", 1, 2, 0);
	trans[1][227]	= settr(318,0,191,1,0,"goto visit", 0, 2, 0);
	trans[1][230]	= settr(321,0,233,1,0,".(goto)", 0, 2, 0);
	trans[1][228]	= settr(319,0,233,2,0,"else", 0, 2, 0);
	trans[1][231]	= settr(322,0,236,2,0,"else", 0, 2, 0);
	trans[1][232]	= settr(323,0,236,1,0,"goto :b9", 0, 2, 0); /* m: 236 -> 0,237 */
	reached1[236] = 1;
	trans[1][235]	= settr(326,0,236,1,0,"break", 0, 2, 0);
	trans[1][236]	= settr(327,0,237,68,68,"v = 0", 0, 2, 0);
	trans[1][237]	= settr(328,0,276,69,69,"held[((j*2)+mine)] = 0", 1, 2, 0);
	T = trans[ 1][276] = settr(367,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(367,0,274,0,0,"sub-sequence", 0, 2, 0);
	T = trans[1][274] = settr(365,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(365,0,238,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(365,0,239,0,0,"IF", 0, 2, 0);
	trans[1][238]	= settr(329,0,279,70,70,"((done==0))", 0, 2, 0);
	trans[1][275]	= settr(366,0,279,1,0,".(goto)", 0, 2, 0);
	trans[1][239]	= settr(330,0,243,2,0,"else", 0, 2, 0);
	T = trans[ 1][243] = settr(334,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(334,2,240,0,0,"ATOMIC", 1, 2, 0);
	trans[1][240]	= settr(331,4,271,71,71,"assert((left_[j]>=done))", 1, 2, 0); /* m: 241 -> 0,271 */
	reached1[241] = 1;
	trans[1][241]	= settr(0,0,0,0,0,"left_[j] = (left_[j]-done)",0,0,0);
	trans[1][242]	= settr(0,0,0,0,0,"last = (left_[j]==0)",0,0,0);
	T = trans[1][271] = settr(362,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(362,0,244,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(362,0,270,0,0,"IF", 0, 2, 0);
	trans[1][244]	= settr(335,0,269,72,72,"(last)", 0, 2, 0);
	T = trans[ 1][269] = settr(360,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(360,0,253,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 1][253] = settr(344,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(344,2,251,0,0,"ATOMIC", 1, 2, 0);
	T = trans[1][251] = settr(342,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(342,2,245,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(342,2,249,0,0,"IF", 1, 2, 0);
	trans[1][245]	= settr(336,4,266,73,73,"((settled_by_[j]==0))", 1, 2, 0); /* m: 246 -> 266,0 */
	reached1[246] = 1;
	trans[1][246]	= settr(0,0,0,0,0,"settled_by_[j] = 1",0,0,0);
	trans[1][247]	= settr(0,0,0,0,0,"assert((ran[j]==( ((j==0)) -> (2) : (1) )))",0,0,0);
	trans[1][248]	= settr(0,0,0,0,0,"was = 1",0,0,0);
	trans[1][252]	= settr(343,0,266,74,74,".(goto)", 1, 2, 0);
	trans[1][249]	= settr(340,2,250,2,0,"else", 1, 2, 0);
	trans[1][250]	= settr(341,4,266,75,75,"was = 0", 1, 2, 0); /* m: 252 -> 0,266 */
	reached1[252] = 1;
	T = trans[1][266] = settr(357,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(357,0,254,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(357,0,265,0,0,"IF", 0, 2, 0);
	trans[1][254]	= settr(345,0,264,76,76,"(was)", 0, 2, 0);
	T = trans[ 1][264] = settr(355,0,0,0,0,"sub-sequence", 0, 2, 0);
	T->nxt	= settr(355,0,257,0,0,"sub-sequence", 0, 2, 0);
	T = trans[ 1][257] = settr(348,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(348,2,255,0,0,"ATOMIC", 1, 2, 0);
	trans[1][255]	= settr(346,4,261,77,77,"was = (job_state[j]==1)", 1, 2, 0); /* m: 256 -> 0,261 */
	reached1[256] = 1;
	trans[1][256]	= settr(0,0,0,0,0,"job_state[j] = 2",0,0,0);
	T = trans[1][261] = settr(352,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(352,0,258,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(352,0,260,0,0,"IF", 0, 2, 0);
	trans[1][258]	= settr(349,0,259,78,78,"(was)", 0, 2, 0);
	trans[1][259]	= settr(350,0,263,79,79,"waiter_asleep[j] = 0", 1, 2, 0);
	trans[1][262]	= settr(353,0,263,1,0,".(goto)", 0, 2, 0); /* m: 263 -> 0,279 */
	reached1[263] = 1;
	trans[1][260]	= settr(351,0,263,2,0,"else", 0, 2, 0);
	trans[1][263]	= settr(354,0,279,80,80,"was = 0", 0, 2, 0); /* m: 268 -> 0,279 */
	reached1[268] = 1;
	trans[1][267]	= settr(358,0,268,1,0,".(goto)", 0, 2, 0); /* m: 268 -> 0,279 */
	reached1[268] = 1;
	trans[1][265]	= settr(356,0,268,2,0,"else", 0, 2, 0);
	trans[1][268]	= settr(359,0,279,81,81,"was = 0", 0, 2, 0); /* m: 273 -> 0,279 */
	reached1[273] = 1;
	trans[1][272]	= settr(363,0,273,1,0,".(goto)", 0, 2, 0); /* m: 273 -> 0,279 */
	reached1[273] = 1;
	trans[1][270]	= settr(361,0,273,2,0,"else", 0, 2, 0);
	trans[1][273]	= settr(364,0,279,82,82,"last = 0", 0, 2, 0);
/*->*/	trans[1][279]	= settr(370,32,3,83,83,"D_STEP370", 0, 2, 0);
	trans[1][280]	= settr(371,0,3,1,0,"goto next", 0, 2, 0);
	trans[1][281]	= settr(372,0,282,1,0,"(1)", 0, 2, 0);
	trans[1][282]	= settr(373,0,0,84,84,"-end-", 0, 3500, 0);

	/* proctype 0: Submitter */

	trans[0] = (Trans **) emalloc(93*sizeof(Trans *));

	T = trans[0][5] = settr(4,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(4,0,1,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(4,0,4,0,0,"IF", 0, 2, 0);
	trans[0][1]	= settr(0,0,2,85,0,"((state_!=0))", 1, 2, 0);
	trans[0][2]	= settr(1,0,91,86,86,"refused[me] = 1", 1, 2, 0);
	trans[0][3]	= settr(2,0,91,1,0,"goto over", 0, 2, 0);
	trans[0][6]	= settr(5,0,7,1,0,".(goto)", 0, 2, 0);
	trans[0][4]	= settr(3,0,7,2,0,"else", 0, 2, 0);
	trans[0][7]	= settr(6,0,45,87,87,"incoming[me] = 1", 1, 2, 0);
	T = trans[0][45] = settr(44,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(44,0,8,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(44,0,44,0,0,"IF", 0, 2, 0);
	trans[0][8]	= settr(7,0,11,88,0,"((state_!=0))", 1, 2, 0);
	T = trans[ 0][11] = settr(10,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(10,2,9,0,0,"ATOMIC", 1, 2, 0);
	trans[0][9]	= settr(8,4,28,89,89,"((lock_==0))", 1, 2, 0); /* m: 10 -> 28,0 */
	reached0[10] = 1;
	trans[0][10]	= settr(0,0,0,0,0,"lock_ = 1",0,0,0);
/*->*/	trans[0][28]	= settr(27,32,36,90,90,"D_STEP198", 1, 2, 0);
/*->*/	trans[0][36]	= settr(35,32,37,91,91,"D_STEP199", 1, 2, 0);
	trans[0][37]	= settr(36,0,42,92,92,"lock_ = 0", 1, 2, 0);
	T = trans[0][42] = settr(41,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(41,0,38,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(41,0,41,0,0,"IF", 0, 2, 0);
	trans[0][38]	= settr(37,0,39,93,93,"(taken)", 0, 2, 0);
	trans[0][39]	= settr(38,0,91,94,94,"refused[me] = 1", 1, 2, 0);
	trans[0][40]	= settr(39,0,91,1,0,"goto over", 0, 2, 0);
	trans[0][43]	= settr(42,0,47,1,0,".(goto)", 0, 2, 0);
	trans[0][41]	= settr(40,0,47,2,0,"else", 0, 2, 0);
	trans[0][46]	= settr(45,0,47,1,0,".(goto)", 0, 2, 0);
	trans[0][44]	= settr(43,0,47,2,0,"else", 0, 2, 0);
	trans[0][47]	= settr(46,0,69,95,95,"spinning = spinners_", 1, 2, 0);
	T = trans[0][69] = settr(68,0,0,0,0,"IF", 0, 2, 0);
	T = T->nxt	= settr(68,0,48,0,0,"IF", 0, 2, 0);
	    T->nxt	= settr(68,0,49,0,0,"IF", 0, 2, 0);
	trans[0][48]	= settr(47,0,71,96,96,"(((( ((( ((me==0)) -> (2) : (1) )<2)) -> (( ((me==0)) -> (2) : (1) )) : (2) )<=spinning)||(sleepers_==0)))", 1, 2, 0);
	trans[0][70]	= settr(69,0,71,1,0,".(goto)", 0, 2, 0); /* m: 71 -> 0,88 */
	reached0[71] = 1;
	trans[0][49]	= settr(48,0,50,2,0,"else", 0, 2, 0);
	trans[0][50]	= settr(49,0,68,97,97,"wakes_ = (wakes_+1)", 1, 2, 0);
/*->*/	trans[0][68]	= settr(67,32,71,98,98,"D_STEP208", 1, 2, 0);
	trans[0][71]	= settr(70,0,88,99,99,"spinning = 0", 0, 2, 0);
	trans[0][89]	= settr(88,0,88,1,0,".(goto)", 0, 2, 0);
	T = trans[0][88] = settr(87,0,0,0,0,"DO", 0, 2, 0);
	T = T->nxt	= settr(87,0,72,0,0,"DO", 0, 2, 0);
	    T->nxt	= settr(87,0,74,0,0,"DO", 0, 2, 0);
	trans[0][72]	= settr(71,0,91,100,0,"((job_state[me]==2))", 1, 2, 0);
	trans[0][73]	= settr(72,0,91,1,0,"goto :b2", 0, 2, 0);
	trans[0][74]	= settr(73,0,80,2,0,"else", 0, 2, 0);
	T = trans[ 0][80] = settr(79,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(79,2,78,0,0,"ATOMIC", 1, 2, 0);
	T = trans[0][78] = settr(77,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(77,2,75,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(77,2,77,0,0,"IF", 1, 2, 0);
	trans[0][75]	= settr(74,4,86,101,101,"((job_state[me]==0))", 1, 2, 0); /* m: 76 -> 86,0 */
	reached0[76] = 1;
	trans[0][76]	= settr(0,0,0,0,0,"job_state[me] = ( ((0==4)) -> (0) : (1) )",0,0,0);
	trans[0][79]	= settr(78,0,86,102,102,".(goto)", 1, 2, 0);
	trans[0][77]	= settr(76,2,79,2,0,"else", 1, 2, 0);
	T = trans[ 0][86] = settr(85,2,0,0,0,"ATOMIC", 1, 2, 0);
	T->nxt	= settr(85,2,84,0,0,"ATOMIC", 1, 2, 0);
	T = trans[0][84] = settr(83,2,0,0,0,"IF", 1, 2, 0);
	T = T->nxt	= settr(83,2,81,0,0,"IF", 1, 2, 0);
	    T->nxt	= settr(83,2,83,0,0,"IF", 1, 2, 0);
	trans[0][81]	= settr(80,4,87,103,103,"((job_state[me]==( ((0==4)) -> (0) : (1) )))", 1, 2, 0); /* m: 82 -> 87,0 */
	reached0[82] = 1;
	trans[0][82]	= settr(0,0,0,0,0,"waiter_asleep[me] = 1",0,0,0);
	trans[0][85]	= settr(84,0,87,104,104,".(goto)", 1, 2, 0);
	trans[0][83]	= settr(82,2,85,2,0,"else", 1, 2, 0);
	trans[0][87]	= settr(86,0,88,105,0,"((waiter_asleep[me]==0))", 1, 2, 0);
	trans[0][90]	= settr(89,0,91,1,0,"break", 0, 2, 0);
	trans[0][91]	= settr(90,0,92,106,0,"assert((refused[me]||(job_state[me]==2)))", 1, 2, 0);
	trans[0][92]	= settr(91,0,0,107,107,"-end-", 0, 3500, 0);
	/* np_ demon: */
	trans[_NP_] = (Trans **) emalloc(3*sizeof(Trans *));
	T = trans[_NP_][0] = settr(9997,0,1,_T5,0,"(np_)", 1,2,0);
	    T->nxt	  = settr(9998,0,0,_T2,0,"(1)",   0,2,0);
	T = trans[_NP_][1] = settr(9999,0,1,_T5,0,"(np_)", 1,2,0);
}

Trans *
settr(	int t_id, int a, int b, int c, int d,
	char *t, int g, int tpe0, int tpe1)
{	Trans *tmp = (Trans *) emalloc(sizeof(Trans));

	tmp->atom  = a&(6|32);	/* only (2|8|32) have meaning */
	if (!g) tmp->atom |= 8;	/* no global references */
	tmp->st    = b;
	tmp->tpe[0] = tpe0;
	tmp->tpe[1] = tpe1;
	tmp->tp    = t;
	tmp->t_id  = t_id;
	tmp->forw  = c;
	tmp->back  = d;
	return tmp;
}

Trans *
cpytr(Trans *a)
{	Trans *tmp = (Trans *) emalloc(sizeof(Trans));

	int i;
	tmp->atom  = a->atom;
	tmp->st    = a->st;
#ifdef HAS_UNLESS
	tmp->e_trans = a->e_trans;
	for (i = 0; i < HAS_UNLESS; i++)
		tmp->escp[i] = a->escp[i];
#endif
	tmp->tpe[0] = a->tpe[0];
	tmp->tpe[1] = a->tpe[1];
	for (i = 0; i < 6; i++)
	{	tmp->qu[i] = a->qu[i];
		tmp->ty[i] = a->ty[i];
	}
	tmp->tp    = (char *) emalloc(strlen(a->tp)+1);
	strcpy(tmp->tp, a->tp);
	tmp->t_id  = a->t_id;
	tmp->forw  = a->forw;
	tmp->back  = a->back;
	return tmp;
}

#ifndef NOREDUCE
int
srinc_set(int n)
{	if (n <= 2) return LOCAL;
	if (n <= 2+  DELTA) return Q_FULL_F; /* 's' or nfull  */
	if (n <= 2+2*DELTA) return Q_EMPT_F; /* 'r' or nempty */
	if (n <= 2+3*DELTA) return Q_EMPT_T; /* empty */
	if (n <= 2+4*DELTA) return Q_FULL_T; /* full  */
	if (n ==   5*DELTA) return GLOBAL;
	if (n ==   6*DELTA) return TIMEOUT_F;
	if (n ==   7*DELTA) return ALPHA_F;
	Uerror("cannot happen srinc_class");
	return BAD;
}
int
srunc(int n, int m)
{	switch(m) {
	case Q_FULL_F: return n-2;
	case Q_EMPT_F: return n-2-DELTA;
	case Q_EMPT_T: return n-2-2*DELTA;
	case Q_FULL_T: return n-2-3*DELTA;
	case ALPHA_F:
	case TIMEOUT_F: return 257; /* non-zero, and > MAXQ */
	}
	Uerror("cannot happen srunc");
	return 0;
}
#endif
int cnt;
#ifdef HAS_UNLESS
int
isthere(Trans *a, int b)
{	Trans *t;
	for (t = a; t; t = t->nxt)
		if (t->t_id == b)
			return 1;
	return 0;
}
#endif
#ifndef NOREDUCE
int
mark_safety(Trans *t) /* for conditional safety */
{	int g = 0, i, j, k;

	if (!t) return 0;
	if (t->qu[0])
		return (t->qu[1])?2:1;	/* marked */

	for (i = 0; i < 2; i++)
	{	j = srinc_set(t->tpe[i]);
		if (j >= GLOBAL && j != ALPHA_F)
			return -1;
		if (j != LOCAL)
		{	k = srunc(t->tpe[i], j);
			if (g == 0
			||  t->qu[0] != k
			||  t->ty[0] != j)
			{	t->qu[g] = k;
				t->ty[g] = j;
				g++;
	}	}	}
	return g;
}
#endif
void
retrans(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
	/* process n, with m states, is=initial state */
{	Trans *T0, *T1, *T2, *T3;
	Trans *T4, *T5; /* t_reverse or has_unless */
	int i;
#if defined(HAS_UNLESS) || !defined(NOREDUCE)
	int k;
#endif
#ifndef NOREDUCE
	int g, h, j, aa;
#endif
#ifdef HAS_UNLESS
	int p;
#endif
	if (state_tables >= 4)
	{	printf("STEP 1 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
	do {
		for (i = 1, cnt = 0; i < m; i++)
		{	T2 = trans[n][i];
			T1 = T2?T2->nxt:(Trans *)0;
/* prescan: */		for (T0 = T1; T0; T0 = T0->nxt)
/* choice in choice */	{	if (T0->st && trans[n][T0->st]
				&&  trans[n][T0->st]->nxt)
					break;
			}
#if 0
		if (T0)
		printf("\tstate %d / %d: choice in choice\n",
		i, T0->st);
#endif
			if (T0)
			for (T0 = T1; T0; T0 = T0->nxt)
			{	T3 = trans[n][T0->st];
				if (!T3->nxt)
				{	T2->nxt = cpytr(T0);
					T2 = T2->nxt;
					imed(T2, T0->st, n, i);
					continue;
				}
				do {	T3 = T3->nxt;
					T2->nxt = cpytr(T3);
					T2 = T2->nxt;
					imed(T2, T0->st, n, i);
				} while (T3->nxt);
				cnt++;
			}
		}
	} while (cnt);
	if (state_tables >= 3)
	{	printf("STEP 2 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
	for (i = 1; i < m; i++)
	{	if (trans[n][i] && trans[n][i]->nxt) /* optimize */
		{	T1 = trans[n][i]->nxt;
#if 0
			printf("\t\tpull %d (%d) to %d\n",
			T1->st, T1->forw, i);
#endif
			srcln[i] = srcln[T1->st];	/* Oyvind Teig, 5.2.0 */

			if (!trans[n][T1->st]) continue;
			T0 = cpytr(trans[n][T1->st]);
			trans[n][i] = T0;
			reach[T1->st] = 1;
			imed(T0, T1->st, n, i);
			for (T1 = T1->nxt; T1; T1 = T1->nxt)
			{
#if 0
			printf("\t\tpull %d (%d) to %d\n",
				T1->st, T1->forw, i);
#endif
		/*		srcln[i] = srcln[T1->st];  gh: not useful */
				if (!trans[n][T1->st]) continue;
				T0->nxt = cpytr(trans[n][T1->st]);
				T0 = T0->nxt;
				reach[T1->st] = 1;
				imed(T0, T1->st, n, i);
	}	}	}
	if (state_tables >= 2)
	{	printf("STEP 3 %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
		return;
	}
#ifdef HAS_UNLESS
	for (i = 1; i < m; i++)
	{	if (!trans[n][i]) continue;
		/* check for each state i if an
		 * escape to some state p is defined
		 * if so, copy and mark p's transitions
		 * and prepend them to the transition-
		 * list of state i
		 */
	 if (!like_java) /* the default */
	 {	for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		for (k = HAS_UNLESS-1; k >= 0; k--)
		{	if (p = T0->escp[k])
			for (T1 = trans[n][p]; T1; T1 = T1->nxt)
			{	if (isthere(trans[n][i], T1->t_id))
					continue;
				T2 = cpytr(T1);
				T2->e_trans = p;
				T2->nxt = trans[n][i];
				trans[n][i] = T2;
		}	}
	 } else /* outermost unless checked first */
	 {	T4 = T3 = (Trans *) 0;
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		for (k = HAS_UNLESS-1; k >= 0; k--)
		{	if (p = T0->escp[k])
			for (T1 = trans[n][p]; T1; T1 = T1->nxt)
			{	if (isthere(trans[n][i], T1->t_id))
					continue;
				T2 = cpytr(T1);
				T2->nxt = (Trans *) 0;
				T2->e_trans = p;
				if (T3)	T3->nxt = T2;
				else	T4 = T2;
				T3 = T2;
		}	}
		if (T4)
		{	T3->nxt = trans[n][i];
			trans[n][i] = T4;
		}
	 }
	}
#endif
#ifndef NOREDUCE
	for (i = 1; i < m; i++)
	{	if (a_cycles)
		{ /* moves through these states are visible */
	#if PROG_LAB>0 && defined(HAS_NP)
			if (progstate[n][i])
				goto degrade;
			for (T1 = trans[n][i]; T1; T1 = T1->nxt)
				if (progstate[n][T1->st])
					goto degrade;
	#endif
			if (accpstate[n][i] || visstate[n][i])
				goto degrade;
			for (T1 = trans[n][i]; T1; T1 = T1->nxt)
				if (accpstate[n][T1->st])
					goto degrade;
		}
		T1 = trans[n][i];
		if (!T1) continue;
		g = mark_safety(T1);	/* V3.3.1 */
		if (g < 0) goto degrade; /* global */
		/* check if mixing of guards preserves reduction */
		if (T1->nxt)
		{	k = 0;
			for (T0 = T1; T0; T0 = T0->nxt)
			{	if (!(T0->atom&8))
					goto degrade;
				for (aa = 0; aa < 2; aa++)
				{	j = srinc_set(T0->tpe[aa]);
					if (j >= GLOBAL && j != ALPHA_F)
						goto degrade;
					if (T0->tpe[aa]
					&&  T0->tpe[aa]
					!=  T1->tpe[0])
						k = 1;
			}	}
			/* g = 0;	V3.3.1 */
			if (k)	/* non-uniform selection */
			for (T0 = T1; T0; T0 = T0->nxt)
			for (aa = 0; aa < 2; aa++)
			{	j = srinc_set(T0->tpe[aa]);
				if (j != LOCAL)
				{	k = srunc(T0->tpe[aa], j);
					for (h = 0; h < 6; h++)
						if (T1->qu[h] == k
						&&  T1->ty[h] == j)
							break;
					if (h >= 6)
					{	T1->qu[g%6] = k;
						T1->ty[g%6] = j;
						g++;
			}	}	}
			if (g > 6)
			{	T1->qu[0] = 0;	/* turn it off */
				printf("pan: warning, line %d, ",
					srcln[i]);
			 	printf("too many stmnt types (%d)",
					g);
			  	printf(" in selection\n");
			  goto degrade;
			}
		}
		/* mark all options global if >=1 is global */
		for (T1 = trans[n][i]; T1; T1 = T1->nxt)
			if (!(T1->atom&8)) break;
		if (T1)
degrade:	for (T1 = trans[n][i]; T1; T1 = T1->nxt)
			T1->atom &= ~8;	/* mark as unsafe */
		/* can only mix 'r's or 's's if on same chan */
		/* and not mixed with other local operations */
		T1 = trans[n][i];
		if (!T1 || T1->qu[0]) continue;
		j = T1->tpe[0];
		if (T1->nxt && T1->atom&8)
		{ if (j == 5*DELTA)
		  {	printf("warning: line %d ", srcln[i]);
			printf("mixed condition ");
			printf("(defeats reduction)\n");
			goto degrade;
		  }
		  for (T0 = T1; T0; T0 = T0->nxt)
		  for (aa = 0; aa < 2; aa++)
		  if  (T0->tpe[aa] && T0->tpe[aa] != j)
		  {	printf("warning: line %d ", srcln[i]);
			printf("[%d-%d] mixed %stion ",
				T0->tpe[aa], j, 
				(j==5*DELTA)?"condi":"selec");
			printf("(defeats reduction)\n");
			printf("	'%s' <-> '%s'\n",
				T1->tp, T0->tp);
			goto degrade;
		} }
	}
#endif
	for (i = 1; i < m; i++)
	{	T2 = trans[n][i];
		if (!T2
		||  T2->nxt
		||  strncmp(T2->tp, ".(goto)", 7)
		||  !stopstate[n][i])
			continue;
		stopstate[n][T2->st] = 1;
	}
	if (state_tables && !verbose)
	{	if (dodot)
		{	char buf[256], *q = buf, *p = procname[n];
			while (*p != '\0')
			{	if (*p != ':')
				{	*q++ = *p;
				}
				p++;
			}
			*q = '\0';
			printf("digraph ");
			switch (Btypes[n]) {
			case I_PROC:  printf("init {\n"); break;
			case N_CLAIM: printf("claim_%s {\n", buf); break;
			case E_TRACE: printf("notrace {\n"); break;
			case N_TRACE: printf("trace {\n"); break;
			default:      printf("p_%s {\n", buf); break;
			}
			printf("size=\"8,10\";\n");
			printf("  GT [shape=box,style=dotted,label=\"%s\"];\n", buf);
			printf("  GT -> S%d;\n", is);
		} else
		{	switch (Btypes[n]) {
			case I_PROC:  printf("init\n"); break;
			case N_CLAIM: printf("claim %s\n", procname[n]); break;
			case E_TRACE: printf("notrace assertion\n"); break;
			case N_TRACE: printf("trace assertion\n"); break;
			default:      printf("proctype %s\n", procname[n]); break;
		}	}
		for (i = 1; i < m; i++)
		{	reach[i] = 1;
		}
		tagtable(n, m, is, srcln, reach);
		if (dodot) printf("}\n");
	} else
	for (i = 1; i < m; i++)
	{	int nrelse;
		if (Btypes[n] != N_CLAIM)
		{	for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			{	if (T0->st == i
				&& strcmp(T0->tp, "(1)") == 0)
				{	printf("error: proctype '%s' ",
						procname[n]);
		  			printf("line %d, state %d: has un",
						srcln[i], i);
					printf("conditional self-loop\n");
					pan_exit(1);
		}	}	}
		nrelse = 0;
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
		{	if (strcmp(T0->tp, "else") == 0)
				nrelse++;
		}
		if (nrelse > 1)
		{	printf("error: proctype '%s' state",
				procname[n]);
		  	printf(" %d, inherits %d", i, nrelse);
		  	printf(" 'else' stmnts\n");
			pan_exit(1);
	}	}
#if !defined(LOOPSTATE) && !defined(BFS_PAR)
	if (state_tables)
#endif
	do_dfs(n, m, is, srcln, reach, lpstate);

	if (!t_reverse)
	{	return;
	}
	/* process n, with m states, is=initial state -- reverse list */
	if (!state_tables && Btypes[n] != N_CLAIM)
	{	for (i = 1; i < m; i++)
		{	Trans *Tx = (Trans *) 0; /* list of escapes */
			Trans *Ty = (Trans *) 0; /* its tail element */
			T1 = (Trans *) 0; /* reversed list */
			T2 = (Trans *) 0; /* its tail */
			T3 = (Trans *) 0; /* remembers possible 'else' */

			/* find unless-escapes, they should go first */
			T4 = T5 = T0 = trans[n][i];
	#ifdef HAS_UNLESS
			while (T4 && T4->e_trans) /* escapes are first in orig list */
			{	T5 = T4;	  /* remember predecessor */
				T4 = T4->nxt;
			}
	#endif
			/* T4 points to first non-escape, T5 to its parent, T0 to original list */
			if (T4 != T0)		 /* there was at least one escape */
			{	T3 = T5->nxt;		 /* start of non-escapes */
				T5->nxt = (Trans *) 0;	 /* separate */
				Tx = T0;		 /* start of the escapes */
				Ty = T5;		 /* its tail */
				T0 = T3;		 /* the rest, to be reversed */
			}
			/* T0 points to first non-escape, Tx to the list of escapes, Ty to its tail */

			/* first tail-add non-escape transitions, reversed */
			T3 = (Trans *) 0;
			for (T5 = T0; T5; T5 = T4)
			{	T4 = T5->nxt;
	#ifdef HAS_UNLESS
				if (T5->e_trans)
				{	printf("error: cannot happen!\n");
					continue;
				}
	#endif
				if (strcmp(T5->tp, "else") == 0)
				{	T3 = T5;
					T5->nxt = (Trans *) 0;
				} else
				{	T5->nxt = T1;
					if (!T1) { T2 = T5; }
					T1 = T5;
			}	}
			/* T3 points to a possible else, which is removed from the list */
			/* T1 points to the reversed list so far (without escapes) */
			/* T2 points to the tail element -- where the else should go */
			if (T2 && T3)
			{	T2->nxt = T3;	/* add else */
			} else
			{	if (T3) /* there was an else, but there's no tail */
				{	if (!T1)	/* and no reversed list */
					{	T1 = T3; /* odd, but possible */
					} else		/* even stranger */
					{	T1->nxt = T3;
			}	}	}

			/* add in the escapes, to that they appear at the front */
			if (Tx && Ty) { Ty->nxt = T1; T1 = Tx; }

			trans[n][i] = T1;
			/* reversed, with escapes first and else last */
	}	}
	if (state_tables && verbose)
	{	printf("FINAL proctype %s\n", 
			procname[n]);
		for (i = 1; i < m; i++)
		for (T0 = trans[n][i]; T0; T0 = T0->nxt)
			crack(n, i, T0, srcln);
	}
}
void
imed(Trans *T, int v, int n, int j)	/* set intermediate state */
{	progstate[n][T->st] |= progstate[n][v];
	accpstate[n][T->st] |= accpstate[n][v];
	stopstate[n][T->st] |= stopstate[n][v];
	mapstate[n][j] = T->st;
}
void
tagtable(int n, int m, int is, short srcln[], uchar reach[])
{	Trans *z;

	if (is >= m || !trans[n][is]
	||  is <= 0 || reach[is] == 0)
		return;
	reach[is] = 0;
	if (state_tables)
	for (z = trans[n][is]; z; z = z->nxt)
	{	if (dodot)
			dot_crack(n, is, z);
		else
			crack(n, is, z, srcln);
	}

	for (z = trans[n][is]; z; z = z->nxt)
	{
#ifdef HAS_UNLESS
		int i, j;
#endif
		tagtable(n, m, z->st, srcln, reach);
#ifdef HAS_UNLESS
		for (i = 0; i < HAS_UNLESS; i++)
		{	j = trans[n][is]->escp[i];
			if (!j) break;
			tagtable(n, m, j, srcln, reach);
		}
#endif
	}
}

extern Trans *t_id_lkup[];

void
dfs_table(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
{	Trans *z;

	if (is >= m || is <= 0 || !trans[n][is])
		return;
	if ((reach[is] & (4|8|16)) != 0)
	{	if ((reach[is] & (8|16)) == 16)	/* on stack, not yet recorded */
		{	lpstate[is] = 1;
			reach[is] |= 8; /* recorded */
			if (state_tables && verbose)
			{	printf("state %d line %d is a loopstate\n", is, srcln[is]);
		}	}
		return;
	}
	reach[is] |= (4|16);	/* visited | onstack */
	for (z = trans[n][is]; z; z = z->nxt)
	{	t_id_lkup[z->t_id] = z;
#ifdef HAS_UNLESS
		int i, j;
#endif
		dfs_table(n, m, z->st, srcln, reach, lpstate);
#ifdef HAS_UNLESS
		for (i = 0; i < HAS_UNLESS; i++)
		{	j = trans[n][is]->escp[i];
			if (!j) break;
			dfs_table(n, m, j, srcln, reach, lpstate);
		}
#endif
	}
	reach[is] &= ~16; /* no longer on stack */
}
void
do_dfs(int n, int m, int is, short srcln[], uchar reach[], uchar lpstate[])
{	int i;
	dfs_table(n, m, is, srcln, reach, lpstate);
	for (i = 0; i < m; i++)
		reach[i] &= ~(4|8|16);
}
void
crack(int n, int j, Trans *z, short srcln[])
{	int i;

	if (!z) return;
	printf("	state %3d -(tr %3d)-> state %3d  ",
		j, z->forw, z->st);
	printf("[id %3d tp %3d", z->t_id, z->tpe[0]);
	if (z->tpe[1]) printf(",%d", z->tpe[1]);
#ifdef HAS_UNLESS
	if (z->e_trans)
		printf(" org %3d", z->e_trans);
	else if (state_tables >= 2)
	for (i = 0; i < HAS_UNLESS; i++)
	{	if (!z->escp[i]) break;
		printf(" esc %d", z->escp[i]);
	}
#endif
	printf("]");
	printf(" [%s%s%s%s%s] %s:%d => ",
		z->atom&6?"A":z->atom&32?"D":"-",
		accpstate[n][j]?"a" :"-",
		stopstate[n][j]?"e" : "-",
		progstate[n][j]?"p" : "-",
		z->atom & 8 ?"L":"G",
		PanSource, srcln[j]);
	for (i = 0; z->tp[i]; i++)
		if (z->tp[i] == '\n')
			printf("\\n");
		else
			putchar(z->tp[i]);
	if (verbose && z->qu[0])
	{	printf("\t[");
		for (i = 0; i < 6; i++)
			if (z->qu[i])
				printf("(%d,%d)",
				z->qu[i], z->ty[i]);
		printf("]");
	}
	printf("\n");
	fflush(stdout);
}
/* spin -a m.pml; cc -o pan pan.c; ./pan -D | dot -Tps > foo.ps; ps2pdf foo.ps */
void
dot_crack(int n, int j, Trans *z)
{	int i;

	if (!z) return;
	printf("	S%d -> S%d  [color=black", j, z->st);

	if (z->atom&6) printf(",style=dashed");
	else if (z->atom&32) printf(",style=dotted");
	else if (z->atom&8) printf(",style=solid");
	else printf(",style=bold");

	printf(",label=\"");
	for (i = 0; z->tp[i]; i++)
	{	if (z->tp[i] == '\\'
		&&  z->tp[i+1] == 'n')
		{	i++; printf(" ");
		} else
		{	putchar(z->tp[i]);
	}	}
	printf("\"];\n");
	if (accpstate[n][j]) printf("  S%d [color=red,style=bold];\n", j);
	else if (progstate[n][j]) printf("  S%d [color=green,style=bold];\n", j);
	if (stopstate[n][j]) printf("  S%d [color=blue,style=bold,shape=box];\n", j);
}

#ifdef VAR_RANGES
#define BYTESIZE	32	/* 2^8 : 2^3 = 256:8 = 32 */

typedef struct Vr_Ptr {
	char	*nm;
	uchar	vals[BYTESIZE];
	struct Vr_Ptr *nxt;
} Vr_Ptr;
Vr_Ptr *ranges = (Vr_Ptr *) 0;

void
logval(char *s, int v)
{	Vr_Ptr *tmp;

	if (v<0 || v > 255) return;
	for (tmp = ranges; tmp; tmp = tmp->nxt)
		if (!strcmp(tmp->nm, s))
			goto found;
	tmp = (Vr_Ptr *) emalloc(sizeof(Vr_Ptr));
	tmp->nxt = ranges;
	ranges = tmp;
	tmp->nm = s;
found:
	tmp->vals[(v)/8] |= 1<<((v)%8);
}

void
dumpval(uchar X[], int range)
{	int w, x, i, j = -1;

	for (w = i = 0; w < range; w++)
	for (x = 0; x < 8; x++, i++)
	{
from:		if ((X[w] & (1<<x)))
		{	printf("%d", i);
			j = i;
			goto upto;
	}	}
	return;
	for (w = 0; w < range; w++)
	for (x = 0; x < 8; x++, i++)
	{
upto:		if (!(X[w] & (1<<x)))
		{	if (i-1 == j)
				printf(", ");
			else
				printf("-%d, ", i-1);
			goto from;
	}	}
	if (j >= 0 && j != 255)
		printf("-255");
}

void
dumpranges(void)
{	Vr_Ptr *tmp;
	printf("\nValues assigned within ");
	printf("interval [0..255]:\n");
	for (tmp = ranges; tmp; tmp = tmp->nxt)
	{	printf("\t%s\t: ", tmp->nm);
		dumpval(tmp->vals, BYTESIZE);
		printf("\n");
	}
}
#endif
