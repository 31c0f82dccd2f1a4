#define rand	pan_rand
#define pthread_equal(a,b)	((a)==(b))
#if defined(HAS_CODE) && defined(VERBOSE)
	#ifdef BFS_PAR
		bfs_printf("Pr: %d Tr: %d\n", II, t->forw);
	#else
		cpu_printf("Pr: %d Tr: %d\n", II, t->forw);
	#endif
#endif
	switch (t->forw) {
	default: Uerror("bad forward move");
	case 0:	/* if without executable clauses */
		continue;
	case 1: /* generic 'goto' or 'skip' */
		IfNotBlocked
		_m = 3; goto P999;
	case 2: /* generic 'else' */
		IfNotBlocked
		if (trpt->o_pm&1) continue;
		_m = 3; goto P999;

		 /* PROC :init: */
	case 3: // STATE 1 - handoff.pml:425 - [((i<1))] (10:0:2 - 1)
		IfNotBlocked
		reached[3][1] = 1;
		if (!((((int)((P3 *)_this)->i)<1)))
			continue;
		/* merge: left_[i] = ( ((i==0)) -> (2) : (1) )(10, 2, 10) */
		reached[3][2] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.left_[ Index(((int)((P3 *)_this)->i), 1) ]);
		now.left_[ Index(((P3 *)_this)->i, 1) ] = ( ((((int)((P3 *)_this)->i)==0)) ? (2) : (1) );
#ifdef VAR_RANGES
		logval("left_[:init::i]", ((int)now.left_[ Index(((int)((P3 *)_this)->i), 1) ]));
#endif
		;
		/* merge: r = 0(10, 3, 10) */
		reached[3][3] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P3 *)_this)->r);
		((P3 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval(":init::r", ((int)((P3 *)_this)->r));
#endif
		;
		/* merge: .(goto)(0, 11, 10) */
		reached[3][11] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 4: // STATE 4 - handoff.pml:429 - [((r<( ((( ((i==0)) -> (2) : (1) )<2)) -> (( ((i==0)) -> (2) : (1) )) : (2) )))] (10:0:3 - 1)
		IfNotBlocked
		reached[3][4] = 1;
		if (!((((int)((P3 *)_this)->r)<( ((( ((((int)((P3 *)_this)->i)==0)) ? (2) : (1) )<2)) ? (( ((((int)((P3 *)_this)->i)==0)) ? (2) : (1) )) : (2) ))))
			continue;
		/* merge: next_[((i*2)+r)] = ((( ((i==0)) -> (2) : (1) )*r)/( ((( ((i==0)) -> (2) : (1) )<2)) -> (( ((i==0)) -> (2) : (1) )) : (2) ))(10, 5, 10) */
		reached[3][5] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)now.next_[ Index(((((int)((P3 *)_this)->i)*2)+((int)((P3 *)_this)->r)), 2) ]);
		now.next_[ Index(((((P3 *)_this)->i*2)+((P3 *)_this)->r), 2) ] = ((( ((((int)((P3 *)_this)->i)==0)) ? (2) : (1) )*((int)((P3 *)_this)->r))/( ((( ((((int)((P3 *)_this)->i)==0)) ? (2) : (1) )<2)) ? (( ((((int)((P3 *)_this)->i)==0)) ? (2) : (1) )) : (2) ));
#ifdef VAR_RANGES
		logval("next_[((:init::i*2)+:init::r)]", ((int)now.next_[ Index(((((int)((P3 *)_this)->i)*2)+((int)((P3 *)_this)->r)), 2) ]));
#endif
		;
		/* merge: end_[((i*2)+r)] = ((( ((i==0)) -> (2) : (1) )*(r+1))/( ((( ((i==0)) -> (2) : (1) )<2)) -> (( ((i==0)) -> (2) : (1) )) : (2) ))(10, 6, 10) */
		reached[3][6] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.end_[ Index(((((int)((P3 *)_this)->i)*2)+((int)((P3 *)_this)->r)), 2) ]);
		now.end_[ Index(((((P3 *)_this)->i*2)+((P3 *)_this)->r), 2) ] = ((( ((((int)((P3 *)_this)->i)==0)) ? (2) : (1) )*(((int)((P3 *)_this)->r)+1))/( ((( ((((int)((P3 *)_this)->i)==0)) ? (2) : (1) )<2)) ? (( ((((int)((P3 *)_this)->i)==0)) ? (2) : (1) )) : (2) ));
#ifdef VAR_RANGES
		logval("end_[((:init::i*2)+:init::r)]", ((int)now.end_[ Index(((((int)((P3 *)_this)->i)*2)+((int)((P3 *)_this)->r)), 2) ]));
#endif
		;
		/* merge: r = (r+1)(10, 7, 10) */
		reached[3][7] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P3 *)_this)->r);
		((P3 *)_this)->r = (((int)((P3 *)_this)->r)+1);
#ifdef VAR_RANGES
		logval(":init::r", ((int)((P3 *)_this)->r));
#endif
		;
		/* merge: .(goto)(0, 11, 10) */
		reached[3][11] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 5: // STATE 13 - handoff.pml:435 - [i = (i+1)] (0:16:1 - 3)
		IfNotBlocked
		reached[3][13] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = (((int)((P3 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval(":init::i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 17, 16) */
		reached[3][17] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 6: // STATE 19 - handoff.pml:438 - [i = 0] (0:25:1 - 3)
		IfNotBlocked
		reached[3][19] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval(":init::i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 26, 25) */
		reached[3][26] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 7: // STATE 20 - handoff.pml:439 - [((i<2))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][20] = 1;
		if (!((((int)((P3 *)_this)->i)<2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 8: // STATE 21 - handoff.pml:439 - [(run Processor(i))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][21] = 1;
		if (!(addproc(II, 1, 1, ((int)((P3 *)_this)->i))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 9: // STATE 22 - handoff.pml:439 - [i = (i+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[3][22] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = (((int)((P3 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval(":init::i", ((int)((P3 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 10: // STATE 28 - handoff.pml:440 - [i = 0] (0:34:1 - 3)
		IfNotBlocked
		reached[3][28] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval(":init::i", ((int)((P3 *)_this)->i));
#endif
		;
		/* merge: .(goto)(0, 35, 34) */
		reached[3][35] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 11: // STATE 29 - handoff.pml:441 - [((i<1))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][29] = 1;
		if (!((((int)((P3 *)_this)->i)<1)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 12: // STATE 30 - handoff.pml:441 - [(run Submitter(i))] (0:0:0 - 1)
		IfNotBlocked
		reached[3][30] = 1;
		if (!(addproc(II, 1, 0, ((int)((P3 *)_this)->i))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 13: // STATE 31 - handoff.pml:441 - [i = (i+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[3][31] = 1;
		(trpt+1)->bup.oval = ((int)((P3 *)_this)->i);
		((P3 *)_this)->i = (((int)((P3 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval(":init::i", ((int)((P3 *)_this)->i));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 14: // STATE 37 - handoff.pml:443 - [(run Ender())] (0:0:0 - 1)
		IfNotBlocked
		reached[3][37] = 1;
		if (!(addproc(II, 1, 2, 0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 15: // STATE 39 - handoff.pml:446 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[3][39] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Ender */
	case 16: // STATE 1 - handoff.pml:388 - [((lock_==0))] (4:0:1 - 1)
		IfNotBlocked
		reached[2][1] = 1;
		if (!((((int)now.lock_)==0)))
			continue;
		/* merge: lock_ = 1(0, 2, 4) */
		reached[2][2] = 1;
		(trpt+1)->bup.oval = ((int)now.lock_);
		now.lock_ = 1;
#ifdef VAR_RANGES
		logval("lock_", ((int)now.lock_));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 17: // STATE 4 - handoff.pml:389 - [state_ = ( ((0==1)) -> (2) : (1) )] (0:0:1 - 1)
		IfNotBlocked
		reached[2][4] = 1;
		(trpt+1)->bup.oval = ((int)now.state_);
		now.state_ = ( ((0==1)) ? (2) : (1) );
#ifdef VAR_RANGES
		logval("state_", ((int)now.state_));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 18: // STATE 5 - handoff.pml:390 - [ending_ = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[2][5] = 1;
		(trpt+1)->bup.oval = ((int)now.ending_);
		now.ending_ = 1;
#ifdef VAR_RANGES
		logval("ending_", ((int)now.ending_));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 19: // STATE 6 - handoff.pml:406 - [lock_ = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[2][6] = 1;
		(trpt+1)->bup.oval = ((int)now.lock_);
		now.lock_ = 0;
#ifdef VAR_RANGES
		logval("lock_", ((int)now.lock_));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 20: // STATE 7 - handoff.pml:407 - [wakes_ = (wakes_+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[2][7] = 1;
		(trpt+1)->bup.oval = ((int)now.wakes_);
		now.wakes_ = (((int)now.wakes_)+1);
#ifdef VAR_RANGES
		logval("wakes_", ((int)now.wakes_));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 21: // STATE 18 - handoff.pml:407 - [D_STEP407]
		IfNotBlocked

		reached[2][18] = 1;
		reached[2][t->st] = 1;
		reached[2][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_381_0: /* 2 */
		((P2 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Ender:i", ((int)((P2 *)_this)->i));
#endif
		;
S_388_0: /* 2 */
S_387_0: /* 2 */
S_382_0: /* 2 */
		if (!((((int)((P2 *)_this)->i)<2)))
			goto S_387_1;
S_383_0: /* 2 */
		now.asleep[ Index(((P2 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("asleep[Ender:i]", ((int)now.asleep[ Index(((int)((P2 *)_this)->i), 2) ]));
#endif
		;
S_384_0: /* 2 */
		((P2 *)_this)->i = (((int)((P2 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Ender:i", ((int)((P2 *)_this)->i));
#endif
		;
		goto S_388_0; /* ';' */
S_387_1: /* 3 */
S_385_0: /* 2 */
		/* else */;
S_386_0: /* 2 */
		goto S_389_0;	/* 'goto' */
S_387_2: /* 3 */
		Uerror("blocking sel in d_step (nr.0, near line 407)");
S_389_0: /* 2 */
		goto S_390_0;	/* 'break' */
S_390_0: /* 2 */
		((P2 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Ender:i", ((int)((P2 *)_this)->i));
#endif
		;
		goto S_392_0;
S_392_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 22: // STATE 19 - handoff.pml:419 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[2][19] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Processor */
	case 23: // STATE 1 - handoff.pml:238 - [((lock_==0))] (4:0:1 - 1)
		IfNotBlocked
		reached[1][1] = 1;
		if (!((((int)now.lock_)==0)))
			continue;
		/* merge: lock_ = 1(0, 2, 4) */
		reached[1][2] = 1;
		(trpt+1)->bup.oval = ((int)now.lock_);
		now.lock_ = 1;
#ifdef VAR_RANGES
		logval("lock_", ((int)now.lock_));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 24: // STATE 4 - handoff.pml:239 - [attached[me] = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[1][4] = 1;
		(trpt+1)->bup.oval = ((int)attached[ Index(((int)((P1 *)_this)->me), 2) ]);
		attached[ Index(((P1 *)_this)->me, 2) ] = 0;
#ifdef VAR_RANGES
		logval("attached[Processor:me]", ((int)attached[ Index(((int)((P1 *)_this)->me), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 25: // STATE 21 - handoff.pml:240 - [D_STEP240]
		IfNotBlocked

		reached[1][21] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_096_0: /* 2 */
		((P1 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Processor:i", ((int)((P1 *)_this)->i));
#endif
		;
S_109_0: /* 2 */
S_108_0: /* 2 */
S_097_0: /* 2 */
		if (!((((int)((P1 *)_this)->i)<1)))
			goto S_108_1;
S_103_0: /* 2 */
S_098_0: /* 2 */
		if (!(((int)now.incoming[ Index(((int)((P1 *)_this)->i), 1) ])))
			goto S_103_1;
S_099_0: /* 2 */
		now.incoming[ Index(((P1 *)_this)->i, 1) ] = 0;
#ifdef VAR_RANGES
		logval("incoming[Processor:i]", ((int)now.incoming[ Index(((int)((P1 *)_this)->i), 1) ]));
#endif
		;
S_100_0: /* 2 */
		now.queued[ Index(((P1 *)_this)->i, 1) ] = 1;
#ifdef VAR_RANGES
		logval("queued[Processor:i]", ((int)now.queued[ Index(((int)((P1 *)_this)->i), 1) ]));
#endif
		;
S_101_0: /* 2 */
		now.queued_ = (((int)now.queued_)+1);
#ifdef VAR_RANGES
		logval("queued_", ((int)now.queued_));
#endif
		;
		goto S_104_0;
S_103_1: /* 3 */
S_102_0: /* 2 */
		/* else */;
		goto S_104_0;
S_103_2: /* 3 */
		Uerror("blocking sel in d_step (nr.1, near line 240)");
S_104_0: /* 2 */
S_105_0: /* 2 */
		((P1 *)_this)->i = (((int)((P1 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Processor:i", ((int)((P1 *)_this)->i));
#endif
		;
		goto S_109_0; /* ';' */
S_108_1: /* 3 */
S_106_0: /* 2 */
		/* else */;
S_107_0: /* 2 */
		goto S_110_0;	/* 'goto' */
S_108_2: /* 3 */
		Uerror("blocking sel in d_step (nr.2, near line 240)");
S_110_0: /* 2 */
		goto S_111_0;	/* 'break' */
S_111_0: /* 2 */
		((P1 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Processor:i", ((int)((P1 *)_this)->i));
#endif
		;
		goto S_178_0;
S_178_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 26: // STATE 87 - handoff.pml:241 - [D_STEP241]
		IfNotBlocked

		reached[1][87] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_113_0: /* 2 */
		((P1 *)_this)->found = 0;
#ifdef VAR_RANGES
		logval("Processor:found", ((int)((P1 *)_this)->found));
#endif
		;
S_114_0: /* 2 */
		((P1 *)_this)->j = 0;
#ifdef VAR_RANGES
		logval("Processor:j", ((int)((P1 *)_this)->j));
#endif
		;
S_174_0: /* 2 */
S_173_0: /* 2 */
S_115_0: /* 2 */
		if (!(((((int)((P1 *)_this)->j)<1)&& !(((int)((P1 *)_this)->found)))))
			goto S_173_1;
S_169_0: /* 2 */
S_116_0: /* 2 */
		if (!(((int)now.queued[ Index(((int)((P1 *)_this)->j), 1) ])))
			goto S_169_1;
S_117_0: /* 2 */
		((P1 *)_this)->work = 0;
#ifdef VAR_RANGES
		logval("Processor:work", ((int)((P1 *)_this)->work));
#endif
		;
S_118_0: /* 2 */
		((P1 *)_this)->mine = 2;
#ifdef VAR_RANGES
		logval("Processor:mine", ((int)((P1 *)_this)->mine));
#endif
		;
S_119_0: /* 2 */
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Processor:r", ((int)((P1 *)_this)->r));
#endif
		;
S_135_0: /* 2 */
S_134_0: /* 2 */
S_120_0: /* 2 */
		if (!((((int)((P1 *)_this)->r)<( ((( ((((int)((P1 *)_this)->j)==0)) ? (2) : (1) )<2)) ? (( ((((int)((P1 *)_this)->j)==0)) ? (2) : (1) )) : (2) ))))
			goto S_134_1;
S_124_0: /* 2 */
S_121_0: /* 2 */
		if (!((((int)now.next_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->r)), 2) ])<((int)now.end_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->r)), 2) ]))))
			goto S_124_1;
S_122_0: /* 2 */
		((P1 *)_this)->work = 1;
#ifdef VAR_RANGES
		logval("Processor:work", ((int)((P1 *)_this)->work));
#endif
		;
		goto S_125_0;
S_124_1: /* 3 */
S_123_0: /* 2 */
		/* else */;
		goto S_125_0;
S_124_2: /* 3 */
		Uerror("blocking sel in d_step (nr.3, near line 251)");
S_125_0: /* 2 */
S_129_0: /* 2 */
S_126_0: /* 2 */
		if (!(( !(((int)now.held[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->r)), 2) ]))&&((((int)((P1 *)_this)->mine)==2)||(((int)now.next_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->mine)), 2) ])>=((int)now.end_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->mine)), 2) ]))))))
			goto S_129_1;
S_127_0: /* 2 */
		((P1 *)_this)->mine = ((int)((P1 *)_this)->r);
#ifdef VAR_RANGES
		logval("Processor:mine", ((int)((P1 *)_this)->mine));
#endif
		;
		goto S_130_0;
S_129_1: /* 3 */
S_128_0: /* 2 */
		/* else */;
		goto S_130_0;
S_129_2: /* 3 */
		Uerror("blocking sel in d_step (nr.4, near line 252)");
S_130_0: /* 2 */
S_131_0: /* 2 */
		((P1 *)_this)->r = (((int)((P1 *)_this)->r)+1);
#ifdef VAR_RANGES
		logval("Processor:r", ((int)((P1 *)_this)->r));
#endif
		;
		goto S_135_0; /* ';' */
S_134_1: /* 3 */
S_132_0: /* 2 */
		/* else */;
S_133_0: /* 2 */
		goto S_165_0;	/* 'goto' */
S_134_2: /* 3 */
		Uerror("blocking sel in d_step (nr.5, near line 249)");
S_136_0: /* 2 */
		goto S_165_0;	/* 'break' */
S_165_0: /* 2 */
S_137_0: /* 2 */
		if (!((((int)((P1 *)_this)->work)&&(((int)((P1 *)_this)->mine)<2))))
			goto S_165_1;
S_138_0: /* 2 */
		((P1 *)_this)->found = 1;
#ifdef VAR_RANGES
		logval("Processor:found", ((int)((P1 *)_this)->found));
#endif
		;
S_139_0: /* 2 */
		now.held[ Index(((((P1 *)_this)->j*2)+((P1 *)_this)->mine), 2) ] = 1;
#ifdef VAR_RANGES
		logval("held[((Processor:j*2)+Processor:mine)]", ((int)now.held[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->mine)), 2) ]));
#endif
		;
S_140_0: /* 2 */
		attached[ Index(((P1 *)_this)->me, 2) ] = (((int)((P1 *)_this)->j)+1);
#ifdef VAR_RANGES
		logval("attached[Processor:me]", ((int)attached[ Index(((int)((P1 *)_this)->me), 2) ]));
#endif
		;
S_141_0: /* 2 */
		((P1 *)_this)->work = 1;
#ifdef VAR_RANGES
		logval("Processor:work", ((int)((P1 *)_this)->work));
#endif
		;
S_142_0: /* 2 */
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Processor:r", ((int)((P1 *)_this)->r));
#endif
		;
S_153_0: /* 2 */
S_152_0: /* 2 */
S_143_0: /* 2 */
		if (!((((int)((P1 *)_this)->r)<( ((( ((((int)((P1 *)_this)->j)==0)) ? (2) : (1) )<2)) ? (( ((((int)((P1 *)_this)->j)==0)) ? (2) : (1) )) : (2) ))))
			goto S_152_1;
S_147_0: /* 2 */
S_144_0: /* 2 */
		if (!( !(((int)now.held[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->r)), 2) ]))))
			goto S_147_1;
S_145_0: /* 2 */
		((P1 *)_this)->work = 0;
#ifdef VAR_RANGES
		logval("Processor:work", ((int)((P1 *)_this)->work));
#endif
		;
		goto S_148_0;
S_147_1: /* 3 */
S_146_0: /* 2 */
		/* else */;
		goto S_148_0;
S_147_2: /* 3 */
		Uerror("blocking sel in d_step (nr.6, near line 261)");
S_148_0: /* 2 */
S_149_0: /* 2 */
		((P1 *)_this)->r = (((int)((P1 *)_this)->r)+1);
#ifdef VAR_RANGES
		logval("Processor:r", ((int)((P1 *)_this)->r));
#endif
		;
		goto S_153_0; /* ';' */
S_152_1: /* 3 */
S_150_0: /* 2 */
		/* else */;
S_151_0: /* 2 */
		goto S_159_0;	/* 'goto' */
S_152_2: /* 3 */
		Uerror("blocking sel in d_step (nr.7, near line 261)");
S_154_0: /* 2 */
		goto S_159_0;	/* 'break' */
S_159_0: /* 2 */
S_155_0: /* 2 */
		if (!(((int)((P1 *)_this)->work)))
			goto S_159_1;
S_156_0: /* 2 */
		now.queued[ Index(((P1 *)_this)->j, 1) ] = 0;
#ifdef VAR_RANGES
		logval("queued[Processor:j]", ((int)now.queued[ Index(((int)((P1 *)_this)->j), 1) ]));
#endif
		;
S_157_0: /* 2 */
		now.queued_ = (((int)now.queued_)-1);
#ifdef VAR_RANGES
		logval("queued_", ((int)now.queued_));
#endif
		;
		goto S_160_0;
S_159_1: /* 3 */
S_158_0: /* 2 */
		/* else */;
		goto S_160_0;
S_159_2: /* 3 */
		Uerror("blocking sel in d_step (nr.8, near line 262)");
S_160_0: /* 2 */
		goto S_166_0;
S_165_1: /* 3 */
S_161_0: /* 2 */
		/* else */;
S_162_0: /* 2 */
		now.queued[ Index(((P1 *)_this)->j, 1) ] = 0;
#ifdef VAR_RANGES
		logval("queued[Processor:j]", ((int)now.queued[ Index(((int)((P1 *)_this)->j), 1) ]));
#endif
		;
S_163_0: /* 2 */
		now.queued_ = (((int)now.queued_)-1);
#ifdef VAR_RANGES
		logval("queued_", ((int)now.queued_));
#endif
		;
S_164_0: /* 2 */
		((P1 *)_this)->j = (((int)((P1 *)_this)->j)+1);
#ifdef VAR_RANGES
		logval("Processor:j", ((int)((P1 *)_this)->j));
#endif
		;
		goto S_166_0;
S_165_2: /* 3 */
		Uerror("blocking sel in d_step (nr.9, near line 256)");
S_166_0: /* 2 */
		goto S_170_0;
S_169_1: /* 3 */
S_167_0: /* 2 */
		/* else */;
S_168_0: /* 2 */
		((P1 *)_this)->j = (((int)((P1 *)_this)->j)+1);
#ifdef VAR_RANGES
		logval("Processor:j", ((int)((P1 *)_this)->j));
#endif
		;
		goto S_170_0;
S_169_2: /* 3 */
		Uerror("blocking sel in d_step (nr.10, near line 245)");
S_170_0: /* 2 */
		goto S_174_0; /* '.' */
		goto S_174_0; /* ';' */
S_173_1: /* 3 */
S_171_0: /* 2 */
		/* else */;
S_172_0: /* 2 */
		goto S_176_0;	/* 'goto' */
S_173_2: /* 3 */
		Uerror("blocking sel in d_step (nr.11, near line 243)");
S_175_0: /* 2 */
		goto S_176_0;	/* 'break' */
S_176_0: /* 2 */
		((P1 *)_this)->r = 0;
#ifdef VAR_RANGES
		logval("Processor:r", ((int)((P1 *)_this)->r));
#endif
		;
S_177_0: /* 2 */
		((P1 *)_this)->work = 0;
#ifdef VAR_RANGES
		logval("Processor:work", ((int)((P1 *)_this)->work));
#endif
		;
		goto S_179_0;
S_179_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 27: // STATE 88 - handoff.pml:271 - [lock_ = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[1][88] = 1;
		(trpt+1)->bup.oval = ((int)now.lock_);
		now.lock_ = 0;
#ifdef VAR_RANGES
		logval("lock_", ((int)now.lock_));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 28: // STATE 89 - handoff.pml:273 - [(found)] (118:0:2 - 1)
		IfNotBlocked
		reached[1][89] = 1;
		if (!(((int)((P1 *)_this)->found)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: found */  (trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->found;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->found = 0;
		/* merge: found = 0(0, 90, 118) */
		reached[1][90] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->found);
		((P1 *)_this)->found = 0;
#ifdef VAR_RANGES
		logval("Processor:found", ((int)((P1 *)_this)->found));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 29: // STATE 91 - handoff.pml:276 - [((idled&&(queued_!=0)))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][91] = 1;
		if (!((((int)((P1 *)_this)->idled)&&(((int)now.queued_)!=0))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: idled */  (trpt+1)->bup.oval = ((P1 *)_this)->idled;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->idled = 0;
		_m = 3; goto P999; /* 0 */
	case 30: // STATE 92 - handoff.pml:276 - [spinning = spinners_] (0:0:1 - 1)
		IfNotBlocked
		reached[1][92] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->spinning);
		((P1 *)_this)->spinning = ((int)now.spinners_);
#ifdef VAR_RANGES
		logval("Processor:spinning", ((int)((P1 *)_this)->spinning));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 31: // STATE 93 - handoff.pml:276 - [(((1<=spinning)||(sleepers_==0)))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][93] = 1;
		if (!(((1<=((int)((P1 *)_this)->spinning))||(((int)now.sleepers_)==0))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: spinning */  (trpt+1)->bup.oval = ((P1 *)_this)->spinning;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->spinning = 0;
		_m = 3; goto P999; /* 0 */
	case 32: // STATE 95 - handoff.pml:276 - [wakes_ = (wakes_+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][95] = 1;
		(trpt+1)->bup.oval = ((int)now.wakes_);
		now.wakes_ = (((int)now.wakes_)+1);
#ifdef VAR_RANGES
		logval("wakes_", ((int)now.wakes_));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 33: // STATE 113 - handoff.pml:276 - [D_STEP276]
		IfNotBlocked

		reached[1][113] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_187_0: /* 2 */
		((P1 *)_this)->n = (1-((int)((P1 *)_this)->spinning));
#ifdef VAR_RANGES
		logval("Processor:n", ((int)((P1 *)_this)->n));
#endif
		;
S_188_0: /* 2 */
		((P1 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Processor:i", ((int)((P1 *)_this)->i));
#endif
		;
S_200_0: /* 2 */
S_199_0: /* 2 */
S_189_0: /* 2 */
		if (!((((int)((P1 *)_this)->i)<2)))
			goto S_199_1;
S_194_0: /* 2 */
S_190_0: /* 2 */
		if (!((((int)now.asleep[ Index(((int)((P1 *)_this)->i), 2) ])&&(((int)((P1 *)_this)->n)>0))))
			goto S_194_1;
S_191_0: /* 2 */
		now.asleep[ Index(((P1 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("asleep[Processor:i]", ((int)now.asleep[ Index(((int)((P1 *)_this)->i), 2) ]));
#endif
		;
S_192_0: /* 2 */
		((P1 *)_this)->n = (((int)((P1 *)_this)->n)-1);
#ifdef VAR_RANGES
		logval("Processor:n", ((int)((P1 *)_this)->n));
#endif
		;
		goto S_195_0;
S_194_1: /* 3 */
S_193_0: /* 2 */
		/* else */;
		goto S_195_0;
S_194_2: /* 3 */
		Uerror("blocking sel in d_step (nr.12, near line 276)");
S_195_0: /* 2 */
S_196_0: /* 2 */
		((P1 *)_this)->i = (((int)((P1 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Processor:i", ((int)((P1 *)_this)->i));
#endif
		;
		goto S_200_0; /* ';' */
S_199_1: /* 3 */
S_197_0: /* 2 */
		/* else */;
S_198_0: /* 2 */
		goto S_202_0;	/* 'goto' */
S_199_2: /* 3 */
		Uerror("blocking sel in d_step (nr.13, near line 276)");
S_201_0: /* 2 */
		goto S_202_0;	/* 'break' */
S_202_0: /* 2 */
		((P1 *)_this)->n = 0;
#ifdef VAR_RANGES
		logval("Processor:n", ((int)((P1 *)_this)->n));
#endif
		;
S_203_0: /* 2 */
		((P1 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Processor:i", ((int)((P1 *)_this)->i));
#endif
		;
		goto S_206_0;
S_206_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 34: // STATE 116 - handoff.pml:276 - [spinning = 0] (0:191:2 - 3)
		IfNotBlocked
		reached[1][116] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P1 *)_this)->spinning);
		((P1 *)_this)->spinning = 0;
#ifdef VAR_RANGES
		logval("Processor:spinning", ((int)((P1 *)_this)->spinning));
#endif
		;
		/* merge: .(goto)(191, 119, 191) */
		reached[1][119] = 1;
		;
		/* merge: idled = 0(191, 120, 191) */
		reached[1][120] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->idled);
		((P1 *)_this)->idled = 0;
#ifdef VAR_RANGES
		logval("Processor:idled", ((int)((P1 *)_this)->idled));
#endif
		;
		/* merge: goto visit(0, 121, 191) */
		reached[1][121] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 35: // STATE 120 - handoff.pml:279 - [idled = 0] (0:191:1 - 3)
		IfNotBlocked
		reached[1][120] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->idled);
		((P1 *)_this)->idled = 0;
#ifdef VAR_RANGES
		logval("Processor:idled", ((int)((P1 *)_this)->idled));
#endif
		;
		/* merge: goto visit(0, 121, 191) */
		reached[1][121] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 36: // STATE 125 - handoff.pml:283 - [j = 0] (0:129:2 - 2)
		IfNotBlocked
		reached[1][125] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P1 *)_this)->j);
		((P1 *)_this)->j = 0;
#ifdef VAR_RANGES
		logval("Processor:j", ((int)((P1 *)_this)->j));
#endif
		;
		/* merge: mine = 0(129, 126, 129) */
		reached[1][126] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->mine);
		((P1 *)_this)->mine = 0;
#ifdef VAR_RANGES
		logval("Processor:mine", ((int)((P1 *)_this)->mine));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 37: // STATE 127 - handoff.pml:286 - [((lock_==0))] (146:0:1 - 1)
		IfNotBlocked
		reached[1][127] = 1;
		if (!((((int)now.lock_)==0)))
			continue;
		/* merge: lock_ = 1(0, 128, 146) */
		reached[1][128] = 1;
		(trpt+1)->bup.oval = ((int)now.lock_);
		now.lock_ = 1;
#ifdef VAR_RANGES
		logval("lock_", ((int)now.lock_));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 38: // STATE 146 - handoff.pml:287 - [D_STEP287]
		IfNotBlocked

		reached[1][146] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_221_0: /* 2 */
		((P1 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Processor:i", ((int)((P1 *)_this)->i));
#endif
		;
S_234_0: /* 2 */
S_233_0: /* 2 */
S_222_0: /* 2 */
		if (!((((int)((P1 *)_this)->i)<1)))
			goto S_233_1;
S_228_0: /* 2 */
S_223_0: /* 2 */
		if (!(((int)now.incoming[ Index(((int)((P1 *)_this)->i), 1) ])))
			goto S_228_1;
S_224_0: /* 2 */
		now.incoming[ Index(((P1 *)_this)->i, 1) ] = 0;
#ifdef VAR_RANGES
		logval("incoming[Processor:i]", ((int)now.incoming[ Index(((int)((P1 *)_this)->i), 1) ]));
#endif
		;
S_225_0: /* 2 */
		now.queued[ Index(((P1 *)_this)->i, 1) ] = 1;
#ifdef VAR_RANGES
		logval("queued[Processor:i]", ((int)now.queued[ Index(((int)((P1 *)_this)->i), 1) ]));
#endif
		;
S_226_0: /* 2 */
		now.queued_ = (((int)now.queued_)+1);
#ifdef VAR_RANGES
		logval("queued_", ((int)now.queued_));
#endif
		;
		goto S_229_0;
S_228_1: /* 3 */
S_227_0: /* 2 */
		/* else */;
		goto S_229_0;
S_228_2: /* 3 */
		Uerror("blocking sel in d_step (nr.14, near line 287)");
S_229_0: /* 2 */
S_230_0: /* 2 */
		((P1 *)_this)->i = (((int)((P1 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Processor:i", ((int)((P1 *)_this)->i));
#endif
		;
		goto S_234_0; /* ';' */
S_233_1: /* 3 */
S_231_0: /* 2 */
		/* else */;
S_232_0: /* 2 */
		goto S_235_0;	/* 'goto' */
S_233_2: /* 3 */
		Uerror("blocking sel in d_step (nr.15, near line 287)");
S_235_0: /* 2 */
		goto S_236_0;	/* 'break' */
S_236_0: /* 2 */
		((P1 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Processor:i", ((int)((P1 *)_this)->i));
#endif
		;
		goto S_238_0;
S_238_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 39: // STATE 147 - handoff.pml:288 - [ended = (ending_&&(queued_==0))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][147] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->ended);
		((P1 *)_this)->ended = (((int)now.ending_)&&(((int)now.queued_)==0));
#ifdef VAR_RANGES
		logval("Processor:ended", ((int)((P1 *)_this)->ended));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 40: // STATE 148 - handoff.pml:289 - [lock_ = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[1][148] = 1;
		(trpt+1)->bup.oval = ((int)now.lock_);
		now.lock_ = 0;
#ifdef VAR_RANGES
		logval("lock_", ((int)now.lock_));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 41: // STATE 149 - handoff.pml:291 - [(ended)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][149] = 1;
		if (!(((int)((P1 *)_this)->ended)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: ended */  (trpt+1)->bup.oval = ((P1 *)_this)->ended;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->ended = 0;
		_m = 3; goto P999; /* 0 */
	case 42: // STATE 154 - handoff.pml:296 - [idled = 1] (0:164:1 - 2)
		IfNotBlocked
		reached[1][154] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->idled);
		((P1 *)_this)->idled = 1;
#ifdef VAR_RANGES
		logval("Processor:idled", ((int)((P1 *)_this)->idled));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 43: // STATE 156 - handoff.pml:299 - [spinners_ = (spinners_+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][156] = 1;
		(trpt+1)->bup.oval = ((int)now.spinners_);
		now.spinners_ = (((int)now.spinners_)+1);
#ifdef VAR_RANGES
		logval("spinners_", ((int)now.spinners_));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 44: // STATE 157 - handoff.pml:301 - [(((((incoming[0]||((1>1)&&incoming[(1-1)]))||((1>2)&&incoming[1]))||(queued_!=0))||ending_))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][157] = 1;
		if (!(((((((int)now.incoming[0])||((1>1)&&((int)now.incoming[ Index((1-1), 1) ])))||((1>2)&&((int)now.incoming[ Index(1, 1) ])))||(((int)now.queued_)!=0))||((int)now.ending_))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 45: // STATE 158 - handoff.pml:301 - [spinners_ = (spinners_-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][158] = 1;
		(trpt+1)->bup.oval = ((int)now.spinners_);
		now.spinners_ = (((int)now.spinners_)-1);
#ifdef VAR_RANGES
		logval("spinners_", ((int)now.spinners_));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 46: // STATE 161 - handoff.pml:302 - [spinners_ = (spinners_-1)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][161] = 1;
		(trpt+1)->bup.oval = ((int)now.spinners_);
		now.spinners_ = (((int)now.spinners_)-1);
#ifdef VAR_RANGES
		logval("spinners_", ((int)now.spinners_));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 47: // STATE 166 - handoff.pml:305 - [seen = wakes_] (0:0:1 - 4)
		IfNotBlocked
		reached[1][166] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->seen);
		((P1 *)_this)->seen = ((int)now.wakes_);
#ifdef VAR_RANGES
		logval("Processor:seen", ((int)((P1 *)_this)->seen));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 48: // STATE 167 - handoff.pml:306 - [sleepers_ = (sleepers_+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][167] = 1;
		(trpt+1)->bup.oval = ((int)now.sleepers_);
		now.sleepers_ = (((int)now.sleepers_)+1);
#ifdef VAR_RANGES
		logval("sleepers_", ((int)now.sleepers_));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 49: // STATE 168 - handoff.pml:309 - [(((((incoming[0]||((1>1)&&incoming[(1-1)]))||((1>2)&&incoming[1]))||(queued_!=0))||ending_))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][168] = 1;
		if (!(((((((int)now.incoming[0])||((1>1)&&((int)now.incoming[ Index((1-1), 1) ])))||((1>2)&&((int)now.incoming[ Index(1, 1) ])))||(((int)now.queued_)!=0))||((int)now.ending_))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 50: // STATE 170 - handoff.pml:312 - [((wakes_==seen))] (177:0:3 - 1)
		IfNotBlocked
		reached[1][170] = 1;
		if (!((((int)now.wakes_)==((int)((P1 *)_this)->seen))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: seen */  (trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->seen;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->seen = 0;
		/* merge: asleep[me] = 1(177, 171, 177) */
		reached[1][171] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.asleep[ Index(((int)((P1 *)_this)->me), 2) ]);
		now.asleep[ Index(((P1 *)_this)->me, 2) ] = 1;
#ifdef VAR_RANGES
		logval("asleep[Processor:me]", ((int)now.asleep[ Index(((int)((P1 *)_this)->me), 2) ]));
#endif
		;
		/* merge: .(goto)(177, 174, 177) */
		reached[1][174] = 1;
		;
		/* merge: seen = 0(177, 175, 177) */
		reached[1][175] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->seen);
		((P1 *)_this)->seen = 0;
#ifdef VAR_RANGES
		logval("Processor:seen", ((int)((P1 *)_this)->seen));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 51: // STATE 174 - handoff.pml:312 - [.(goto)] (0:177:1 - 2)
		IfNotBlocked
		reached[1][174] = 1;
		;
		/* merge: seen = 0(177, 175, 177) */
		reached[1][175] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->seen);
		((P1 *)_this)->seen = 0;
#ifdef VAR_RANGES
		logval("Processor:seen", ((int)((P1 *)_this)->seen));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 52: // STATE 177 - handoff.pml:314 - [((asleep[me]==0))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][177] = 1;
		if (!((((int)now.asleep[ Index(((int)((P1 *)_this)->me), 2) ])==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 53: // STATE 180 - handoff.pml:319 - [sleepers_ = (sleepers_-1)] (0:0:1 - 3)
		IfNotBlocked
		reached[1][180] = 1;
		(trpt+1)->bup.oval = ((int)now.sleepers_);
		now.sleepers_ = (((int)now.sleepers_)-1);
#ifdef VAR_RANGES
		logval("sleepers_", ((int)now.sleepers_));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 54: // STATE 181 - handoff.pml:320 - [seen = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[1][181] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->seen);
		((P1 *)_this)->seen = 0;
#ifdef VAR_RANGES
		logval("Processor:seen", ((int)((P1 *)_this)->seen));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 55: // STATE 183 - handoff.pml:326 - [chunk = next_[((j*2)+mine)]] (0:188:2 - 1)
		IfNotBlocked
		reached[1][183] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P1 *)_this)->chunk);
		((P1 *)_this)->chunk = ((int)now.next_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->mine)), 2) ]);
#ifdef VAR_RANGES
		logval("Processor:chunk", ((int)((P1 *)_this)->chunk));
#endif
		;
		/* merge: found = (chunk<end_[((j*2)+mine)])(188, 184, 188) */
		reached[1][184] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->found);
		((P1 *)_this)->found = (((int)((P1 *)_this)->chunk)<((int)now.end_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->mine)), 2) ]));
#ifdef VAR_RANGES
		logval("Processor:found", ((int)((P1 *)_this)->found));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 56: // STATE 185 - handoff.pml:329 - [(found)] (200:0:2 - 1)
		IfNotBlocked
		reached[1][185] = 1;
		if (!(((int)((P1 *)_this)->found)))
			continue;
		/* merge: next_[((j*2)+mine)] = (chunk+1)(200, 186, 200) */
		reached[1][186] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.next_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->mine)), 2) ]);
		now.next_[ Index(((((P1 *)_this)->j*2)+((P1 *)_this)->mine), 2) ] = (((int)((P1 *)_this)->chunk)+1);
#ifdef VAR_RANGES
		logval("next_[((Processor:j*2)+Processor:mine)]", ((int)now.next_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->mine)), 2) ]));
#endif
		;
		/* merge: .(goto)(200, 189, 200) */
		reached[1][189] = 1;
		;
		/* merge: chunk = 0(200, 190, 200) */
		reached[1][190] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->chunk);
		((P1 *)_this)->chunk = 0;
#ifdef VAR_RANGES
		logval("Processor:chunk", ((int)((P1 *)_this)->chunk));
#endif
		;
		_m = 3; goto P999; /* 3 */
	case 57: // STATE 189 - handoff.pml:330 - [.(goto)] (0:200:1 - 2)
		IfNotBlocked
		reached[1][189] = 1;
		;
		/* merge: chunk = 0(200, 190, 200) */
		reached[1][190] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->chunk);
		((P1 *)_this)->chunk = 0;
#ifdef VAR_RANGES
		logval("Processor:chunk", ((int)((P1 *)_this)->chunk));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 58: // STATE 192 - handoff.pml:333 - [(found)] (197:0:2 - 1)
		IfNotBlocked
		reached[1][192] = 1;
		if (!(((int)((P1 *)_this)->found)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: found */  (trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((P1 *)_this)->found;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->found = 0;
		/* merge: found = 0(0, 193, 197) */
		reached[1][193] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->found);
		((P1 *)_this)->found = 0;
#ifdef VAR_RANGES
		logval("Processor:found", ((int)((P1 *)_this)->found));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 59: // STATE 194 - handoff.pml:335 - [ran[j] = (ran[j]+1)] (0:191:2 - 1)
		IfNotBlocked
		reached[1][194] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.ran[ Index(((int)((P1 *)_this)->j), 1) ]);
		now.ran[ Index(((P1 *)_this)->j, 1) ] = (((int)now.ran[ Index(((int)((P1 *)_this)->j), 1) ])+1);
#ifdef VAR_RANGES
		logval("ran[Processor:j]", ((int)now.ran[ Index(((int)((P1 *)_this)->j), 1) ]));
#endif
		;
		/* merge: assert((ran[j]<=( ((j==0)) -> (2) : (1) )))(191, 195, 191) */
		reached[1][195] = 1;
		spin_assert((((int)now.ran[ Index(((int)((P1 *)_this)->j), 1) ])<=( ((((int)((P1 *)_this)->j)==0)) ? (2) : (1) )), "(ran[j]<=( ((j==0)) ? (2) : (1) ))", II, tt, t);
		/* merge: done = (done+1)(191, 196, 191) */
		reached[1][196] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->done);
		((P1 *)_this)->done = (((int)((P1 *)_this)->done)+1);
#ifdef VAR_RANGES
		logval("Processor:done", ((int)((P1 *)_this)->done));
#endif
		;
		/* merge: goto visit(0, 198, 191) */
		reached[1][198] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 60: // STATE 202 - handoff.pml:340 - [(stopping_[j])] (0:0:0 - 1)
		IfNotBlocked
		reached[1][202] = 1;
		if (!(((int)now.stopping_[ Index(((int)((P1 *)_this)->j), 1) ])))
			continue;
		_m = 3; goto P999; /* 0 */
	case 61: // STATE 207 - handoff.pml:344 - [v = 0] (0:233:1 - 2)
		IfNotBlocked
		reached[1][207] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->v);
		((P1 *)_this)->v = 0;
#ifdef VAR_RANGES
		logval("Processor:v", ((int)((P1 *)_this)->v));
#endif
		;
		/* merge: .(goto)(0, 234, 233) */
		reached[1][234] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 62: // STATE 208 - handoff.pml:346 - [((v<( ((( ((j==0)) -> (2) : (1) )<2)) -> (( ((j==0)) -> (2) : (1) )) : (2) )))] (0:0:0 - 1)
		IfNotBlocked
		reached[1][208] = 1;
		if (!((((int)((P1 *)_this)->v)<( ((( ((((int)((P1 *)_this)->j)==0)) ? (2) : (1) )<2)) ? (( ((((int)((P1 *)_this)->j)==0)) ? (2) : (1) )) : (2) ))))
			continue;
		_m = 3; goto P999; /* 0 */
	case 63: // STATE 209 - handoff.pml:349 - [(((v!=mine)&&(next_[((j*2)+v)]<end_[((j*2)+v)])))] (229:0:4 - 1)
		IfNotBlocked
		reached[1][209] = 1;
		if (!(((((int)((P1 *)_this)->v)!=((int)((P1 *)_this)->mine))&&(((int)now.next_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->v)), 2) ])<((int)now.end_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->v)), 2) ])))))
			continue;
		/* merge: middle = (next_[((j*2)+v)]+((end_[((j*2)+v)]-next_[((j*2)+v)])/2))(229, 210, 229) */
		reached[1][210] = 1;
		(trpt+1)->bup.ovals = grab_ints(4);
		(trpt+1)->bup.ovals[0] = ((int)((P1 *)_this)->middle);
		((P1 *)_this)->middle = (((int)now.next_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->v)), 2) ])+((((int)now.end_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->v)), 2) ])-((int)now.next_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->v)), 2) ]))/2));
#ifdef VAR_RANGES
		logval("Processor:middle", ((int)((P1 *)_this)->middle));
#endif
		;
		/* merge: dropped = end_[((j*2)+v)](229, 211, 229) */
		reached[1][211] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->dropped);
		((P1 *)_this)->dropped = ((int)now.end_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->v)), 2) ]);
#ifdef VAR_RANGES
		logval("Processor:dropped", ((int)((P1 *)_this)->dropped));
#endif
		;
		/* merge: end_[((j*2)+v)] = middle(229, 212, 229) */
		reached[1][212] = 1;
		(trpt+1)->bup.ovals[2] = ((int)now.end_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->v)), 2) ]);
		now.end_[ Index(((((P1 *)_this)->j*2)+((P1 *)_this)->v), 2) ] = ((int)((P1 *)_this)->middle);
#ifdef VAR_RANGES
		logval("end_[((Processor:j*2)+Processor:v)]", ((int)now.end_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->v)), 2) ]));
#endif
		;
		/* merge: found = 1(229, 213, 229) */
		reached[1][213] = 1;
		(trpt+1)->bup.ovals[3] = ((int)((P1 *)_this)->found);
		((P1 *)_this)->found = 1;
#ifdef VAR_RANGES
		logval("Processor:found", ((int)((P1 *)_this)->found));
#endif
		;
		/* merge: .(goto)(229, 217, 229) */
		reached[1][217] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 64: // STATE 217 - handoff.pml:356 - [.(goto)] (0:229:0 - 2)
		IfNotBlocked
		reached[1][217] = 1;
		;
		_m = 3; goto P999; /* 0 */
	case 65: // STATE 215 - handoff.pml:354 - [v = (v+1)] (0:229:1 - 1)
		IfNotBlocked
		reached[1][215] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->v);
		((P1 *)_this)->v = (((int)((P1 *)_this)->v)+1);
#ifdef VAR_RANGES
		logval("Processor:v", ((int)((P1 *)_this)->v));
#endif
		;
		/* merge: .(goto)(229, 217, 229) */
		reached[1][217] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 66: // STATE 219 - handoff.pml:358 - [(found)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][219] = 1;
		if (!(((int)((P1 *)_this)->found)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: found */  (trpt+1)->bup.oval = ((P1 *)_this)->found;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->found = 0;
		_m = 3; goto P999; /* 0 */
	case 67: // STATE 226 - handoff.pml:359 - [D_STEP359]
		IfNotBlocked

		reached[1][226] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_311_0: /* 2 */
		now.next_[ Index(((((P1 *)_this)->j*2)+((P1 *)_this)->mine), 2) ] = ((int)((P1 *)_this)->middle);
#ifdef VAR_RANGES
		logval("next_[((Processor:j*2)+Processor:mine)]", ((int)now.next_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->mine)), 2) ]));
#endif
		;
S_312_0: /* 2 */
		now.end_[ Index(((((P1 *)_this)->j*2)+((P1 *)_this)->mine), 2) ] = ((int)((P1 *)_this)->dropped);
#ifdef VAR_RANGES
		logval("end_[((Processor:j*2)+Processor:mine)]", ((int)now.end_[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->mine)), 2) ]));
#endif
		;
S_313_0: /* 2 */
		((P1 *)_this)->found = 0;
#ifdef VAR_RANGES
		logval("Processor:found", ((int)((P1 *)_this)->found));
#endif
		;
S_314_0: /* 2 */
		((P1 *)_this)->middle = 0;
#ifdef VAR_RANGES
		logval("Processor:middle", ((int)((P1 *)_this)->middle));
#endif
		;
S_315_0: /* 2 */
		((P1 *)_this)->dropped = 0;
#ifdef VAR_RANGES
		logval("Processor:dropped", ((int)((P1 *)_this)->dropped));
#endif
		;
S_316_0: /* 2 */
		((P1 *)_this)->v = 0;
#ifdef VAR_RANGES
		logval("Processor:v", ((int)((P1 *)_this)->v));
#endif
		;
		goto S_318_0;
S_318_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 68: // STATE 236 - handoff.pml:365 - [v = 0] (0:237:1 - 3)
		IfNotBlocked
		reached[1][236] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->v);
		((P1 *)_this)->v = 0;
#ifdef VAR_RANGES
		logval("Processor:v", ((int)((P1 *)_this)->v));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 69: // STATE 237 - handoff.pml:368 - [held[((j*2)+mine)] = 0] (0:0:1 - 3)
		IfNotBlocked
		reached[1][237] = 1;
		(trpt+1)->bup.oval = ((int)now.held[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->mine)), 2) ]);
		now.held[ Index(((((P1 *)_this)->j*2)+((P1 *)_this)->mine), 2) ] = 0;
#ifdef VAR_RANGES
		logval("held[((Processor:j*2)+Processor:mine)]", ((int)now.held[ Index(((((int)((P1 *)_this)->j)*2)+((int)((P1 *)_this)->mine)), 2) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 70: // STATE 238 - handoff.pml:141 - [((done==0))] (0:0:1 - 1)
		IfNotBlocked
		reached[1][238] = 1;
		if (!((((int)((P1 *)_this)->done)==0)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: done */  (trpt+1)->bup.oval = ((P1 *)_this)->done;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->done = 0;
		_m = 3; goto P999; /* 0 */
	case 71: // STATE 240 - handoff.pml:144 - [assert((left_[j]>=done))] (0:271:2 - 1)
		IfNotBlocked
		reached[1][240] = 1;
		spin_assert((((int)now.left_[ Index(((int)((P1 *)_this)->j), 1) ])>=((int)((P1 *)_this)->done)), "(left_[j]>=done)", II, tt, t);
		/* merge: left_[j] = (left_[j]-done)(271, 241, 271) */
		reached[1][241] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.left_[ Index(((int)((P1 *)_this)->j), 1) ]);
		now.left_[ Index(((P1 *)_this)->j, 1) ] = (((int)now.left_[ Index(((int)((P1 *)_this)->j), 1) ])-((int)((P1 *)_this)->done));
#ifdef VAR_RANGES
		logval("left_[Processor:j]", ((int)now.left_[ Index(((int)((P1 *)_this)->j), 1) ]));
#endif
		;
		/* merge: last = (left_[j]==0)(271, 242, 271) */
		reached[1][242] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->last);
		((P1 *)_this)->last = (((int)now.left_[ Index(((int)((P1 *)_this)->j), 1) ])==0);
#ifdef VAR_RANGES
		logval("Processor:last", ((int)((P1 *)_this)->last));
#endif
		;
		_m = 3; goto P999; /* 2 */
	case 72: // STATE 244 - handoff.pml:149 - [(last)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][244] = 1;
		if (!(((int)((P1 *)_this)->last)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: last */  (trpt+1)->bup.oval = ((P1 *)_this)->last;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->last = 0;
		_m = 3; goto P999; /* 0 */
	case 73: // STATE 245 - handoff.pml:115 - [((settled_by_[j]==0))] (266:0:2 - 1)
		IfNotBlocked
		reached[1][245] = 1;
		if (!((((int)now.settled_by_[ Index(((int)((P1 *)_this)->j), 1) ])==0)))
			continue;
		/* merge: settled_by_[j] = 1(266, 246, 266) */
		reached[1][246] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)now.settled_by_[ Index(((int)((P1 *)_this)->j), 1) ]);
		now.settled_by_[ Index(((P1 *)_this)->j, 1) ] = 1;
#ifdef VAR_RANGES
		logval("settled_by_[Processor:j]", ((int)now.settled_by_[ Index(((int)((P1 *)_this)->j), 1) ]));
#endif
		;
		/* merge: assert((ran[j]==( ((j==0)) -> (2) : (1) )))(266, 247, 266) */
		reached[1][247] = 1;
		spin_assert((((int)now.ran[ Index(((int)((P1 *)_this)->j), 1) ])==( ((((int)((P1 *)_this)->j)==0)) ? (2) : (1) )), "(ran[j]==( ((j==0)) ? (2) : (1) ))", II, tt, t);
		/* merge: was = 1(266, 248, 266) */
		reached[1][248] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->was);
		((P1 *)_this)->was = 1;
#ifdef VAR_RANGES
		logval("Processor:was", ((int)((P1 *)_this)->was));
#endif
		;
		/* merge: .(goto)(266, 252, 266) */
		reached[1][252] = 1;
		;
		_m = 3; goto P999; /* 4 */
	case 74: // STATE 252 - handoff.pml:121 - [.(goto)] (0:266:0 - 2)
		IfNotBlocked
		reached[1][252] = 1;
		;
		_m = 3; goto P999; /* 0 */
	case 75: // STATE 250 - handoff.pml:119 - [was = 0] (0:266:1 - 1)
		IfNotBlocked
		reached[1][250] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->was);
		((P1 *)_this)->was = 0;
#ifdef VAR_RANGES
		logval("Processor:was", ((int)((P1 *)_this)->was));
#endif
		;
		/* merge: .(goto)(266, 252, 266) */
		reached[1][252] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 76: // STATE 254 - handoff.pml:123 - [(was)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][254] = 1;
		if (!(((int)((P1 *)_this)->was)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: was */  (trpt+1)->bup.oval = ((P1 *)_this)->was;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->was = 0;
		_m = 3; goto P999; /* 0 */
	case 77: // STATE 255 - handoff.pml:130 - [was = (job_state[j]==1)] (0:261:2 - 1)
		IfNotBlocked
		reached[1][255] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P1 *)_this)->was);
		((P1 *)_this)->was = (((int)now.job_state[ Index(((int)((P1 *)_this)->j), 1) ])==1);
#ifdef VAR_RANGES
		logval("Processor:was", ((int)((P1 *)_this)->was));
#endif
		;
		/* merge: job_state[j] = 2(261, 256, 261) */
		reached[1][256] = 1;
		(trpt+1)->bup.ovals[1] = ((int)now.job_state[ Index(((int)((P1 *)_this)->j), 1) ]);
		now.job_state[ Index(((P1 *)_this)->j, 1) ] = 2;
#ifdef VAR_RANGES
		logval("job_state[Processor:j]", ((int)now.job_state[ Index(((int)((P1 *)_this)->j), 1) ]));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 78: // STATE 258 - handoff.pml:132 - [(was)] (0:0:1 - 1)
		IfNotBlocked
		reached[1][258] = 1;
		if (!(((int)((P1 *)_this)->was)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: was */  (trpt+1)->bup.oval = ((P1 *)_this)->was;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P1 *)_this)->was = 0;
		_m = 3; goto P999; /* 0 */
	case 79: // STATE 259 - handoff.pml:132 - [waiter_asleep[j] = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[1][259] = 1;
		(trpt+1)->bup.oval = ((int)now.waiter_asleep[ Index(((int)((P1 *)_this)->j), 1) ]);
		now.waiter_asleep[ Index(((P1 *)_this)->j, 1) ] = 0;
#ifdef VAR_RANGES
		logval("waiter_asleep[Processor:j]", ((int)now.waiter_asleep[ Index(((int)((P1 *)_this)->j), 1) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 80: // STATE 263 - handoff.pml:135 - [was = 0] (0:279:3 - 3)
		IfNotBlocked
		reached[1][263] = 1;
		(trpt+1)->bup.ovals = grab_ints(3);
		(trpt+1)->bup.ovals[0] = ((int)((P1 *)_this)->was);
		((P1 *)_this)->was = 0;
#ifdef VAR_RANGES
		logval("Processor:was", ((int)((P1 *)_this)->was));
#endif
		;
		/* merge: .(goto)(279, 267, 279) */
		reached[1][267] = 1;
		;
		/* merge: was = 0(279, 268, 279) */
		reached[1][268] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->was);
		((P1 *)_this)->was = 0;
#ifdef VAR_RANGES
		logval("Processor:was", ((int)((P1 *)_this)->was));
#endif
		;
		/* merge: .(goto)(279, 272, 279) */
		reached[1][272] = 1;
		;
		/* merge: last = 0(279, 273, 279) */
		reached[1][273] = 1;
		(trpt+1)->bup.ovals[2] = ((int)((P1 *)_this)->last);
		((P1 *)_this)->last = 0;
#ifdef VAR_RANGES
		logval("Processor:last", ((int)((P1 *)_this)->last));
#endif
		;
		/* merge: .(goto)(0, 275, 279) */
		reached[1][275] = 1;
		;
		_m = 3; goto P999; /* 5 */
	case 81: // STATE 268 - handoff.pml:126 - [was = 0] (0:279:2 - 3)
		IfNotBlocked
		reached[1][268] = 1;
		(trpt+1)->bup.ovals = grab_ints(2);
		(trpt+1)->bup.ovals[0] = ((int)((P1 *)_this)->was);
		((P1 *)_this)->was = 0;
#ifdef VAR_RANGES
		logval("Processor:was", ((int)((P1 *)_this)->was));
#endif
		;
		/* merge: .(goto)(279, 272, 279) */
		reached[1][272] = 1;
		;
		/* merge: last = 0(279, 273, 279) */
		reached[1][273] = 1;
		(trpt+1)->bup.ovals[1] = ((int)((P1 *)_this)->last);
		((P1 *)_this)->last = 0;
#ifdef VAR_RANGES
		logval("Processor:last", ((int)((P1 *)_this)->last));
#endif
		;
		/* merge: .(goto)(0, 275, 279) */
		reached[1][275] = 1;
		;
		_m = 3; goto P999; /* 3 */
	case 82: // STATE 273 - handoff.pml:152 - [last = 0] (0:279:1 - 3)
		IfNotBlocked
		reached[1][273] = 1;
		(trpt+1)->bup.oval = ((int)((P1 *)_this)->last);
		((P1 *)_this)->last = 0;
#ifdef VAR_RANGES
		logval("Processor:last", ((int)((P1 *)_this)->last));
#endif
		;
		/* merge: .(goto)(0, 275, 279) */
		reached[1][275] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 83: // STATE 279 - handoff.pml:370 - [D_STEP370]
		IfNotBlocked

		reached[1][279] = 1;
		reached[1][t->st] = 1;
		reached[1][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_368_0: /* 2 */
		((P1 *)_this)->done = 0;
#ifdef VAR_RANGES
		logval("Processor:done", ((int)((P1 *)_this)->done));
#endif
		;
S_369_0: /* 2 */
		((P1 *)_this)->mine = 0;
#ifdef VAR_RANGES
		logval("Processor:mine", ((int)((P1 *)_this)->mine));
#endif
		;
		goto S_371_0;
S_371_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 84: // STATE 282 - handoff.pml:374 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[1][282] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */

		 /* PROC Submitter */
	case 85: // STATE 1 - handoff.pml:190 - [((state_!=0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][1] = 1;
		if (!((((int)now.state_)!=0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 86: // STATE 2 - handoff.pml:190 - [refused[me] = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[0][2] = 1;
		(trpt+1)->bup.oval = ((int)now.refused[ Index(((int)((P0 *)_this)->me), 1) ]);
		now.refused[ Index(((P0 *)_this)->me, 1) ] = 1;
#ifdef VAR_RANGES
		logval("refused[Submitter:me]", ((int)now.refused[ Index(((int)((P0 *)_this)->me), 1) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 87: // STATE 7 - handoff.pml:193 - [incoming[me] = 1] (0:0:1 - 2)
		IfNotBlocked
		reached[0][7] = 1;
		(trpt+1)->bup.oval = ((int)now.incoming[ Index(((int)((P0 *)_this)->me), 1) ]);
		now.incoming[ Index(((P0 *)_this)->me, 1) ] = 1;
#ifdef VAR_RANGES
		logval("incoming[Submitter:me]", ((int)now.incoming[ Index(((int)((P0 *)_this)->me), 1) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 88: // STATE 8 - handoff.pml:196 - [((state_!=0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][8] = 1;
		if (!((((int)now.state_)!=0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 89: // STATE 9 - handoff.pml:197 - [((lock_==0))] (28:0:1 - 1)
		IfNotBlocked
		reached[0][9] = 1;
		if (!((((int)now.lock_)==0)))
			continue;
		/* merge: lock_ = 1(0, 10, 28) */
		reached[0][10] = 1;
		(trpt+1)->bup.oval = ((int)now.lock_);
		now.lock_ = 1;
#ifdef VAR_RANGES
		logval("lock_", ((int)now.lock_));
#endif
		;
		_m = 3; goto P999; /* 1 */
	case 90: // STATE 28 - handoff.pml:198 - [D_STEP198]
		IfNotBlocked

		reached[0][28] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_011_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Submitter:i", ((int)((P0 *)_this)->i));
#endif
		;
S_024_0: /* 2 */
S_023_0: /* 2 */
S_012_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<1)))
			goto S_023_1;
S_018_0: /* 2 */
S_013_0: /* 2 */
		if (!(((int)now.incoming[ Index(((int)((P0 *)_this)->i), 1) ])))
			goto S_018_1;
S_014_0: /* 2 */
		now.incoming[ Index(((P0 *)_this)->i, 1) ] = 0;
#ifdef VAR_RANGES
		logval("incoming[Submitter:i]", ((int)now.incoming[ Index(((int)((P0 *)_this)->i), 1) ]));
#endif
		;
S_015_0: /* 2 */
		now.queued[ Index(((P0 *)_this)->i, 1) ] = 1;
#ifdef VAR_RANGES
		logval("queued[Submitter:i]", ((int)now.queued[ Index(((int)((P0 *)_this)->i), 1) ]));
#endif
		;
S_016_0: /* 2 */
		now.queued_ = (((int)now.queued_)+1);
#ifdef VAR_RANGES
		logval("queued_", ((int)now.queued_));
#endif
		;
		goto S_019_0;
S_018_1: /* 3 */
S_017_0: /* 2 */
		/* else */;
		goto S_019_0;
S_018_2: /* 3 */
		Uerror("blocking sel in d_step (nr.16, near line 198)");
S_019_0: /* 2 */
S_020_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Submitter:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_024_0; /* ';' */
S_023_1: /* 3 */
S_021_0: /* 2 */
		/* else */;
S_022_0: /* 2 */
		goto S_025_0;	/* 'goto' */
S_023_2: /* 3 */
		Uerror("blocking sel in d_step (nr.17, near line 198)");
S_025_0: /* 2 */
		goto S_026_0;	/* 'break' */
S_026_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Submitter:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_035_0;
S_035_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 91: // STATE 36 - handoff.pml:199 - [D_STEP199]
		if (!(((boq == -1 && ((int)now.queued[ Index(((int)((P0 *)_this)->me), 1) ]))) || (boq == -1 /* else */)))
			continue;

		reached[0][36] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_033_0: /* 2 */
S_028_0: /* 2 */
		if (!(((int)now.queued[ Index(((int)((P0 *)_this)->me), 1) ])))
			goto S_033_1;
S_029_0: /* 2 */
		now.queued[ Index(((P0 *)_this)->me, 1) ] = 0;
#ifdef VAR_RANGES
		logval("queued[Submitter:me]", ((int)now.queued[ Index(((int)((P0 *)_this)->me), 1) ]));
#endif
		;
S_030_0: /* 2 */
		now.queued_ = (((int)now.queued_)-1);
#ifdef VAR_RANGES
		logval("queued_", ((int)now.queued_));
#endif
		;
S_031_0: /* 2 */
		((P0 *)_this)->taken = 1;
#ifdef VAR_RANGES
		logval("Submitter:taken", ((int)((P0 *)_this)->taken));
#endif
		;
		goto S_034_0;
S_033_1: /* 3 */
S_032_0: /* 2 */
		/* else */;
		goto S_034_0;
S_033_2: /* 3 */
		Uerror("blocking sel in d_step (nr.18, near line 199)");
S_034_0: /* 2 */
		goto S_036_0;
S_036_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 92: // STATE 37 - handoff.pml:200 - [lock_ = 0] (0:0:1 - 1)
		IfNotBlocked
		reached[0][37] = 1;
		(trpt+1)->bup.oval = ((int)now.lock_);
		now.lock_ = 0;
#ifdef VAR_RANGES
		logval("lock_", ((int)now.lock_));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 93: // STATE 38 - handoff.pml:202 - [(taken)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][38] = 1;
		if (!(((int)((P0 *)_this)->taken)))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: taken */  (trpt+1)->bup.oval = ((P0 *)_this)->taken;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->taken = 0;
		_m = 3; goto P999; /* 0 */
	case 94: // STATE 39 - handoff.pml:202 - [refused[me] = 1] (0:0:1 - 1)
		IfNotBlocked
		reached[0][39] = 1;
		(trpt+1)->bup.oval = ((int)now.refused[ Index(((int)((P0 *)_this)->me), 1) ]);
		now.refused[ Index(((P0 *)_this)->me, 1) ] = 1;
#ifdef VAR_RANGES
		logval("refused[Submitter:me]", ((int)now.refused[ Index(((int)((P0 *)_this)->me), 1) ]));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 95: // STATE 47 - handoff.pml:208 - [spinning = spinners_] (0:0:1 - 4)
		IfNotBlocked
		reached[0][47] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->spinning);
		((P0 *)_this)->spinning = ((int)now.spinners_);
#ifdef VAR_RANGES
		logval("Submitter:spinning", ((int)((P0 *)_this)->spinning));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 96: // STATE 48 - handoff.pml:208 - [(((( ((( ((me==0)) -> (2) : (1) )<2)) -> (( ((me==0)) -> (2) : (1) )) : (2) )<=spinning)||(sleepers_==0)))] (0:0:1 - 1)
		IfNotBlocked
		reached[0][48] = 1;
		if (!(((( ((( ((((int)((P0 *)_this)->me)==0)) ? (2) : (1) )<2)) ? (( ((((int)((P0 *)_this)->me)==0)) ? (2) : (1) )) : (2) )<=((int)((P0 *)_this)->spinning))||(((int)now.sleepers_)==0))))
			continue;
		if (TstOnly) return 1; /* TT */
		/* dead 1: spinning */  (trpt+1)->bup.oval = ((P0 *)_this)->spinning;
#ifdef HAS_CODE
		if (!readtrail)
#endif
			((P0 *)_this)->spinning = 0;
		_m = 3; goto P999; /* 0 */
	case 97: // STATE 50 - handoff.pml:208 - [wakes_ = (wakes_+1)] (0:0:1 - 1)
		IfNotBlocked
		reached[0][50] = 1;
		(trpt+1)->bup.oval = ((int)now.wakes_);
		now.wakes_ = (((int)now.wakes_)+1);
#ifdef VAR_RANGES
		logval("wakes_", ((int)now.wakes_));
#endif
		;
		_m = 3; goto P999; /* 0 */
	case 98: // STATE 68 - handoff.pml:208 - [D_STEP208]
		IfNotBlocked

		reached[0][68] = 1;
		reached[0][t->st] = 1;
		reached[0][tt] = 1;

		if (TstOnly) return 1;

		sv_save();
		S_050_0: /* 2 */
		((P0 *)_this)->n = (( ((( ((((int)((P0 *)_this)->me)==0)) ? (2) : (1) )<2)) ? (( ((((int)((P0 *)_this)->me)==0)) ? (2) : (1) )) : (2) )-((int)((P0 *)_this)->spinning));
#ifdef VAR_RANGES
		logval("Submitter:n", ((int)((P0 *)_this)->n));
#endif
		;
S_051_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Submitter:i", ((int)((P0 *)_this)->i));
#endif
		;
S_063_0: /* 2 */
S_062_0: /* 2 */
S_052_0: /* 2 */
		if (!((((int)((P0 *)_this)->i)<2)))
			goto S_062_1;
S_057_0: /* 2 */
S_053_0: /* 2 */
		if (!((((int)now.asleep[ Index(((int)((P0 *)_this)->i), 2) ])&&(((int)((P0 *)_this)->n)>0))))
			goto S_057_1;
S_054_0: /* 2 */
		now.asleep[ Index(((P0 *)_this)->i, 2) ] = 0;
#ifdef VAR_RANGES
		logval("asleep[Submitter:i]", ((int)now.asleep[ Index(((int)((P0 *)_this)->i), 2) ]));
#endif
		;
S_055_0: /* 2 */
		((P0 *)_this)->n = (((int)((P0 *)_this)->n)-1);
#ifdef VAR_RANGES
		logval("Submitter:n", ((int)((P0 *)_this)->n));
#endif
		;
		goto S_058_0;
S_057_1: /* 3 */
S_056_0: /* 2 */
		/* else */;
		goto S_058_0;
S_057_2: /* 3 */
		Uerror("blocking sel in d_step (nr.19, near line 208)");
S_058_0: /* 2 */
S_059_0: /* 2 */
		((P0 *)_this)->i = (((int)((P0 *)_this)->i)+1);
#ifdef VAR_RANGES
		logval("Submitter:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_063_0; /* ';' */
S_062_1: /* 3 */
S_060_0: /* 2 */
		/* else */;
S_061_0: /* 2 */
		goto S_065_0;	/* 'goto' */
S_062_2: /* 3 */
		Uerror("blocking sel in d_step (nr.20, near line 208)");
S_064_0: /* 2 */
		goto S_065_0;	/* 'break' */
S_065_0: /* 2 */
		((P0 *)_this)->n = 0;
#ifdef VAR_RANGES
		logval("Submitter:n", ((int)((P0 *)_this)->n));
#endif
		;
S_066_0: /* 2 */
		((P0 *)_this)->i = 0;
#ifdef VAR_RANGES
		logval("Submitter:i", ((int)((P0 *)_this)->i));
#endif
		;
		goto S_069_0;
S_069_0: /* 1 */

#if defined(C_States) && (HAS_TRACK==1)
		c_update((uchar *) &(now.c_state[0]));
#endif
		_m = 3; goto P999;

	case 99: // STATE 71 - handoff.pml:208 - [spinning = 0] (0:88:1 - 3)
		IfNotBlocked
		reached[0][71] = 1;
		(trpt+1)->bup.oval = ((int)((P0 *)_this)->spinning);
		((P0 *)_this)->spinning = 0;
#ifdef VAR_RANGES
		logval("Submitter:spinning", ((int)((P0 *)_this)->spinning));
#endif
		;
		/* merge: .(goto)(0, 89, 88) */
		reached[0][89] = 1;
		;
		_m = 3; goto P999; /* 1 */
	case 100: // STATE 72 - handoff.pml:212 - [((job_state[me]==2))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][72] = 1;
		if (!((((int)now.job_state[ Index(((int)((P0 *)_this)->me), 1) ])==2)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 101: // STATE 75 - handoff.pml:216 - [((job_state[me]==0))] (86:0:1 - 1)
		IfNotBlocked
		reached[0][75] = 1;
		if (!((((int)now.job_state[ Index(((int)((P0 *)_this)->me), 1) ])==0)))
			continue;
		/* merge: job_state[me] = ( ((0==4)) -> (0) : (1) )(86, 76, 86) */
		reached[0][76] = 1;
		(trpt+1)->bup.oval = ((int)now.job_state[ Index(((int)((P0 *)_this)->me), 1) ]);
		now.job_state[ Index(((P0 *)_this)->me, 1) ] = ( ((0==4)) ? (0) : (1) );
#ifdef VAR_RANGES
		logval("job_state[Submitter:me]", ((int)now.job_state[ Index(((int)((P0 *)_this)->me), 1) ]));
#endif
		;
		/* merge: .(goto)(86, 79, 86) */
		reached[0][79] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 102: // STATE 79 - handoff.pml:219 - [.(goto)] (0:86:0 - 2)
		IfNotBlocked
		reached[0][79] = 1;
		;
		_m = 3; goto P999; /* 0 */
	case 103: // STATE 81 - handoff.pml:222 - [((job_state[me]==( ((0==4)) -> (0) : (1) )))] (87:0:1 - 1)
		IfNotBlocked
		reached[0][81] = 1;
		if (!((((int)now.job_state[ Index(((int)((P0 *)_this)->me), 1) ])==( ((0==4)) ? (0) : (1) ))))
			continue;
		/* merge: waiter_asleep[me] = 1(87, 82, 87) */
		reached[0][82] = 1;
		(trpt+1)->bup.oval = ((int)now.waiter_asleep[ Index(((int)((P0 *)_this)->me), 1) ]);
		now.waiter_asleep[ Index(((P0 *)_this)->me, 1) ] = 1;
#ifdef VAR_RANGES
		logval("waiter_asleep[Submitter:me]", ((int)now.waiter_asleep[ Index(((int)((P0 *)_this)->me), 1) ]));
#endif
		;
		/* merge: .(goto)(87, 85, 87) */
		reached[0][85] = 1;
		;
		_m = 3; goto P999; /* 2 */
	case 104: // STATE 85 - handoff.pml:225 - [.(goto)] (0:87:0 - 2)
		IfNotBlocked
		reached[0][85] = 1;
		;
		_m = 3; goto P999; /* 0 */
	case 105: // STATE 87 - handoff.pml:226 - [((waiter_asleep[me]==0))] (0:0:0 - 1)
		IfNotBlocked
		reached[0][87] = 1;
		if (!((((int)now.waiter_asleep[ Index(((int)((P0 *)_this)->me), 1) ])==0)))
			continue;
		_m = 3; goto P999; /* 0 */
	case 106: // STATE 91 - handoff.pml:229 - [assert((refused[me]||(job_state[me]==2)))] (0:0:0 - 7)
		IfNotBlocked
		reached[0][91] = 1;
		spin_assert((((int)now.refused[ Index(((int)((P0 *)_this)->me), 1) ])||(((int)now.job_state[ Index(((int)((P0 *)_this)->me), 1) ])==2)), "(refused[me]||(job_state[me]==2))", II, tt, t);
		_m = 3; goto P999; /* 0 */
	case 107: // STATE 92 - handoff.pml:230 - [-end-] (0:0:0 - 1)
		IfNotBlocked
		reached[0][92] = 1;
		if (!delproc(1, II)) continue;
		_m = 3; goto P999; /* 0 */
	case  _T5:	/* np_ */
		if (!((!(trpt->o_pm&4) && !(trpt->tau&128))))
			continue;
		/* else fall through */
	case  _T2:	/* true */
		_m = 3; goto P999;
#undef rand
	}

